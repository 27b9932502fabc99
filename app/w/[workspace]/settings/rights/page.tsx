import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import { type Action, permissions } from "@/server/auth/permissions";
import type { Role } from "@/server/scope";
import { callerFor } from "@/server/trpc/caller";
import { SettingsFrame } from "../frame";

type Props = { params: Promise<{ workspace: string }> };

const roles: readonly Role[] = ["executive", "ops", "marketer", "admin"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("rights") };
}

export default async function RightsPage({ params }: Props) {
  const { workspace } = await params;
  const caller = await callerFor(workspace);
  await caller.workspaces.people();
  const [t, names] = await Promise.all([getTranslations("settings"), getTranslations("shell.roles")]);
  const said = (action: Action, role: Role) => {
    const rule: { roles: readonly Role[]; needs?: "seesPeople" } = permissions[action];
    if (!rule.roles.includes(role)) return <span className="text-ink-faint">{t("mayNot")}</span>;
    return rule.needs ? t("withRight") : <strong className="font-semibold">{t("may")}</strong>;
  };
  return (
    <SettingsFrame workspace={workspace} view="rights">
      <Section question={t("rightsQuestion")} subtitle={t("rightsNote")}>
        <Table
          caption={t("rightsQuestion")}
          columns={[{ key: "action", label: t("action") }, ...roles.map((role) => ({ key: role, label: names(role) }))]}
          rows={(Object.keys(permissions) as Action[]).map((action) => ({
            key: action,
            cells: [
              <span key="action" className="inline-block first-letter:uppercase">
                {t(`actions.${action}`)}
              </span>,
              ...roles.map((role) => said(action, role)),
            ],
          }))}
        />
        <p className="mt-3 text-ink-faint text-small">{t("alertsOwn")}</p>
      </Section>
    </SettingsFrame>
  );
}
