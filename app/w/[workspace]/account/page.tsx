import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Definition } from "@/components/ui/definition";
import { Title } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { passwordLength } from "@/server/auth/password-length";
import { currentMember, currentUser } from "@/server/auth/session";
import { changePassword, signOutEverywhere } from "./actions";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.account"))("title") };
}

export default async function AccountPage({ params }: Props) {
  const [member, user] = await Promise.all([currentMember((await params).workspace), currentUser()]);
  const [t, settings, roles] = await Promise.all([
    getTranslations("auth.account"),
    getTranslations("settings"),
    getTranslations("shell.roles"),
  ]);
  const facts = [
    { key: "name", term: settings("name"), detail: user?.name },
    { key: "email", term: settings("email"), detail: user?.email },
    { key: "role", term: settings("role"), detail: roles(member.role) },
    { key: "sees", term: settings("seesPeople"), detail: settings(member.seesPeople ? "yes" : "no") },
  ];
  return (
    <>
      <PageHeader>
        <Title>{t("title")}</Title>
      </PageHeader>
      <div className="grid max-w-[30rem] gap-12">
        <Definition items={facts} />
        <Section question={t("passwordQuestion")}>
          <ActionForm action={changePassword} label={t("passwordQuestion")} className="grid gap-5">
            <input type="hidden" name="username" value={user?.email} autoComplete="username" />
            <FormInput
              name="currentPassword"
              type="password"
              label={t("current")}
              autoComplete="current-password"
              required
            />
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
        </Section>
        <Section question={t("sessionsQuestion")} subtitle={t("sessionsNote")}>
          <form action={signOutEverywhere}>
            <Button type="submit" look="grave">
              {t("endSessions")}
            </Button>
          </form>
        </Section>
      </div>
    </>
  );
}
