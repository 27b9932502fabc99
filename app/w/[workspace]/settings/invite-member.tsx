import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import { inviteMember } from "./actions";
import { RoleFields } from "./role-fields";

export async function InviteMember({ workspace }: { workspace: string }) {
  const t = await getTranslations("settings");
  return (
    <ActionForm
      action={inviteMember.bind(null, workspace)}
      label={t("inviteQuestion")}
      className="grid max-w-[30rem] gap-5"
    >
      <FormInput name="email" type="email" label={t("email")} autoComplete="off" maxLength={320} required />
      <RoleFields prefix="new" now={{ role: "marketer", seesPeople: true }} />
      <div>
        <SubmitButton>{t("invite")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
