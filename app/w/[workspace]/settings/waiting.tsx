import { getFormatter, getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { GraveSubmit } from "@/components/form/grave-submit";
import { SubmitButton } from "@/components/form/submit-button";
import { Table } from "@/components/ui/table";
import type { Caller } from "@/server/trpc/caller";
import { renewInvitation, withdrawInvitation } from "./actions";

type Invitation = Awaited<ReturnType<Caller["workspaces"]["waiting"]>>[number];

/** Who was invited and has not come yet. */
export async function Waiting({ workspace, invitations }: { workspace: string; invitations: Invitation[] }) {
  const [t, roles, format] = await Promise.all([
    getTranslations("settings"),
    getTranslations("shell.roles"),
    getFormatter(),
  ]);
  return (
    <Table
      caption={t("waitingQuestion")}
      columns={[
        { key: "email", label: t("email") },
        { key: "role", label: t("role") },
        { key: "sees", label: t("seesPeople") },
        { key: "until", label: t("until") },
        { key: "change", label: t("change") },
      ]}
      rows={invitations.map((invitation) => ({
        key: String(invitation.id),
        cells: [
          invitation.email,
          roles(invitation.role),
          t(invitation.seesPeople ? "yes" : "no"),
          t(invitation.over ? "overSince" : "untilDay", { day: format.dateTime(invitation.expiresAt, "day") }),
          <Change key="change" workspace={workspace} invitation={invitation} />,
        ],
      }))}
    />
  );
}

/** Folded until asked for: another link, or none. Needs no script. */
async function Change({ workspace, invitation: { id, email } }: { workspace: string; invitation: Invitation }) {
  const [t, ui] = await Promise.all([getTranslations("settings"), getTranslations("ui")]);
  return (
    <details className="text-left">
      <summary className="touch link cursor-pointer">
        <span aria-hidden="true">{t("change")}</span>
        <span className="sr-only">{t("edit", { name: email })}</span>
      </summary>
      <div className="grid max-w-[22rem] gap-6 py-4">
        <ActionForm action={renewInvitation.bind(null, workspace, id)} className="grid gap-3">
          <p className="text-ink-soft text-small">{t("renewNote")}</p>
          <div>
            <SubmitButton look="plain">{t("renew")}</SubmitButton>
          </div>
        </ActionForm>
        <ActionForm
          action={withdrawInvitation.bind(null, workspace, id)}
          className="grid gap-3 border-hairline border-t pt-4"
        >
          <div>
            <GraveSubmit question={t("withdrawNote", { email })} words={{ yes: t("withdraw"), no: ui("goBack") }}>
              {t("withdraw")}
            </GraveSubmit>
          </div>
        </ActionForm>
      </div>
    </details>
  );
}
