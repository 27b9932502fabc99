import { getTranslations } from "next-intl/server";
import { ProviderLink } from "@/app/sign-in/provider-link";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { currentUser } from "@/server/auth/session";
import { env } from "@/server/env";
import { prepareLink, unlink } from "./actions";

type User = NonNullable<Awaited<ReturnType<typeof currentUser>>>;
type Props = { workspace: string; user: User; asked: string | undefined };

/** The other way into the account, where an issuer is configured: tied after the password, untied where one is left. */
export async function Identity({ workspace, user, asked }: Props) {
  const { provider } = env();
  if (!provider) return null;
  const t = await getTranslations("auth.account");
  const { name } = provider;
  const note = t(user.hasIdentity ? "linkedNote" : "linkNote", { provider: name });
  return (
    <Section question={t("linkQuestion", { provider: name })} subtitle={note}>
      <div className="grid max-w-[30rem] gap-5">
        {asked === "taken" && <Notice kind="error" title={t("taken", { provider: name })} />}
        {user.hasIdentity ? (
          user.hasPassword && <Unlink workspace={workspace} provider={name} />
        ) : asked === "ready" ? (
          <ProviderLink to={`/w/${workspace}/account`} />
        ) : (
          <Link workspace={workspace} provider={name} />
        )}
      </div>
    </Section>
  );
}

async function Link({ workspace, provider }: { workspace: string; provider: string }) {
  const t = await getTranslations("auth.account");
  return (
    <ActionForm
      action={prepareLink.bind(null, workspace)}
      label={t("linkQuestion", { provider })}
      className="grid gap-5"
    >
      <FormInput
        name="currentPassword"
        id="linkPassword"
        type="password"
        label={t("current")}
        autoComplete="current-password"
        required
      />
      <div>
        <SubmitButton look="plain">{t("link", { provider })}</SubmitButton>
      </div>
    </ActionForm>
  );
}

async function Unlink({ workspace, provider }: { workspace: string; provider: string }) {
  const t = await getTranslations("auth.account");
  return (
    <ActionForm action={unlink.bind(null, workspace)}>
      <SubmitButton look="plain">{t("unlink", { provider })}</SubmitButton>
    </ActionForm>
  );
}
