import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import { passwordLength } from "@/server/auth/password-length";
import { changePassword } from "./actions";

export async function PasswordForm({ workspace, email }: { workspace: string; email: string }) {
  const t = await getTranslations("auth.account");
  return (
    <ActionForm
      action={changePassword.bind(null, workspace)}
      label={t("passwordQuestion")}
      className="grid max-w-[30rem] gap-5"
    >
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <FormInput name="currentPassword" type="password" label={t("current")} autoComplete="current-password" required />
      <FormInput
        name="newPassword"
        type="password"
        label={t("new")}
        hint={t("newHint", { minimum: passwordLength.min })}
        minLength={passwordLength.min}
        maxLength={passwordLength.max}
        autoComplete="new-password"
        required
      />
      <FormInput name="againPassword" type="password" label={t("again")} autoComplete="new-password" required />
      <div>
        <SubmitButton look="plain">{t("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
