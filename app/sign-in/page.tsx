import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import { Mark } from "@/components/shell/mark";
import { Title } from "@/components/ui/headline";
import { demoAccounts, demoPassword } from "@/server/auth/demo-accounts";
import { ownPath } from "@/server/auth/own-path";
import { currentUser } from "@/server/auth/session";
import { env } from "@/server/env";
import { enter } from "./actions";
import { ProviderLink } from "./provider-link";
import { Refusal } from "./refusal";

type Asked = { to?: string | string[]; refused?: string | string[]; error?: string | string[] };
type Props = { searchParams: Promise<Asked> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("title") };
}

export default async function SignInPage({ searchParams }: Props) {
  const [asked, user, t] = await Promise.all([searchParams, currentUser(), getTranslations("auth")]);
  const back = ownPath(asked.to);
  if (user) redirect(back);
  return (
    <main id="main" tabIndex={-1} className="mx-auto grid max-w-[26rem] gap-8 px-4 py-16 outline-none sm:py-24">
      <header>
        <p className="mb-6 flex items-center gap-2.5 font-semibold font-serif text-[1.1875rem] text-ink">
          <Mark /> Triptych
        </p>
        <Title>{t("lede")}</Title>
      </header>
      <Refusal asked={asked} provider={env().provider?.name ?? ""} />
      <ActionForm action={enter.bind(null, back)} label={t("title")} className="grid gap-5">
        <FormInput name="email" type="email" label={t("email")} autoComplete="username" required />
        <FormInput name="password" type="password" label={t("password")} autoComplete="current-password" required />
        <div>
          <SubmitButton>{t("submit")}</SubmitButton>
        </div>
      </ActionForm>
      <ProviderLink to={back} />
      {env().demo && <DemoAccounts />}
    </main>
  );
}

async function DemoAccounts() {
  const [t, roles] = await Promise.all([getTranslations("auth"), getTranslations("shell.roles")]);
  return (
    <section aria-labelledby="demo" className="border-hairline border-t pt-5 text-ink-soft text-small">
      <h2 id="demo" className="font-semibold text-ink">
        {t("demoTitle")}
      </h2>
      <p>{t.rich("demoNote", { password: demoPassword, code: (word) => <code className="text-ink">{word}</code> })}</p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1">
        {demoAccounts.map(({ email, role }) => (
          <div key={email} className="contents">
            <dt>{roles(role)}</dt>
            <dd className="text-ink">{email}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
