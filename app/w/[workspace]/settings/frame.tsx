import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { Title } from "@/components/ui/headline";
import { Tabs } from "@/components/ui/tabs";

type View = "members" | "rights" | "keys" | "audit";
const path = { members: "", rights: "/rights", keys: "/keys", audit: "/audit" } as const satisfies Record<View, string>;

/** The settings' title and views around one of them. */
export async function SettingsFrame({
  workspace,
  view,
  children,
}: {
  workspace: string;
  view: View;
  children: ReactNode;
}) {
  const t = await getTranslations("settings");
  const tabs = (["members", "rights", "keys", "audit"] as const).map((one) => ({
    href: `/w/${workspace}/settings${path[one]}`,
    label: t(one),
    current: one === view,
  }));
  return (
    <>
      <PageHeader>
        <Title>{t("title")}</Title>
      </PageHeader>
      <Tabs label={t("views")} tabs={tabs} />
      <div className="mt-8 grid gap-12">{children}</div>
    </>
  );
}
