import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { GraveSubmit } from "@/components/form/grave-submit";
import { SubmitButton } from "@/components/form/submit-button";
import type { Role } from "@/server/scope";
import { changeMember, revokeMember } from "./actions";
import { RoleFields } from "./role-fields";

type Props = { workspace: string; person: { memberId: number; name: string; role: Role; seesPeople: boolean } };

/** Folded until asked for: a member's role, and the end of the membership. Needs no script. */
export async function EditMember({ workspace, person }: Props) {
  const [t, ui] = await Promise.all([getTranslations("settings"), getTranslations("ui")]);
  const { memberId, name } = person;
  return (
    <details className="text-left">
      <summary className="touch link cursor-pointer">
        <span aria-hidden="true">{t("change")}</span>
        <span className="sr-only">{t("edit", { name })}</span>
      </summary>
      <div className="grid max-w-[22rem] gap-6 py-4">
        <ActionForm
          action={changeMember.bind(null, workspace, memberId)}
          label={t("edit", { name })}
          className="grid gap-4"
        >
          <RoleFields prefix={`member-${memberId}`} now={person} />
          <div>
            <SubmitButton look="plain">{t("save")}</SubmitButton>
          </div>
        </ActionForm>
        <ActionForm
          action={revokeMember.bind(null, workspace, memberId)}
          className="grid gap-3 border-hairline border-t pt-4"
        >
          <p className="text-ink-soft text-small">{t("revokeNote", { name })}</p>
          <div>
            <GraveSubmit question={t("revokeNote", { name })} words={{ yes: t("revoke", { name }), no: ui("goBack") }}>
              {t("revoke", { name })}
            </GraveSubmit>
          </div>
        </ActionForm>
      </div>
    </details>
  );
}
