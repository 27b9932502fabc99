import { getTranslations } from "next-intl/server";
import { ProviderLink } from "@/app/sign-in/provider-link";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { passwordLength } from "@/server/auth/password-length";
import { join } from "./actions";

/** Both ways, whether or not there is an account: whoever holds the link is not told. */
export async function SignInOrJoin({ token, email }: { token: string; email: string }) {
  const [t, auth] = await Promise.all([getTranslations("auth.invitation"), getTranslations("auth.account")]);
  const here = `/invitation/${encodeURIComponent(token)}`;
  return (
    <>
      <Section question={t("newQuestion")}>
        <ActionForm action={join.bind(null, token)} label={t("newQuestion")} className="grid gap-5">
          <input type="hidden" name="username" value={email} autoComplete="username" />
          <FormInput name="name" label={t("name")} autoComplete="name" maxLength={120} required />
          <FormInput
            name="newPassword"
            type="password"
            label={t("password")}
            hint={auth("newHint", { minimum: passwordLength.min })}
            minLength={passwordLength.min}
            maxLength={passwordLength.max}
            autoComplete="new-password"
            required
          />
          <div>
            <SubmitButton>{t("join")}</SubmitButton>
          </div>
        </ActionForm>
      </Section>
      <Section question={t("knownQuestion")}>
        <div className="grid gap-3">
          <ButtonLink href={`/sign-in?${new URLSearchParams({ to: here })}`} className="w-full">
            {t("signIn")}
          </ButtonLink>
          <ProviderLink to={here} />
        </div>
      </Section>
    </>
  );
}
