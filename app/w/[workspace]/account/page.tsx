import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/shell/page-header";
import { Definition } from "@/components/ui/definition";
import { Title } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { currentMember, currentUser } from "@/server/auth/session";
import { Identity } from "./identity";
import { PasswordForm } from "./password-form";
import { Sessions } from "./sessions";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ link?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.account"))("title") };
}

export default async function AccountPage({ params, searchParams }: Props) {
  const [{ workspace }, { link }] = await Promise.all([params, searchParams]);
  const [member, user] = await Promise.all([currentMember(workspace), currentUser()]);
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
      <div className="grid gap-12">
        <Definition items={facts} />
        <Section question={t("sessionsQuestion")} subtitle={t("sessionsNote")}>
          <Sessions workspace={workspace} tz={member.tz} />
        </Section>
        {user?.hasPassword && (
          <Section question={t("passwordQuestion")} subtitle={t("passwordNote")}>
            <PasswordForm workspace={workspace} email={user.email} />
          </Section>
        )}
        {user && <Identity workspace={workspace} user={user} asked={typeof link === "string" ? link : undefined} />}
      </div>
    </>
  );
}
