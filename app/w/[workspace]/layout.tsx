import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { WorkspaceSwitch } from "@/components/shell/workspace-switch";
import { may } from "@/server/auth/permissions";
import { currentMember, currentMemberships } from "@/server/auth/session";
import { callerFor } from "@/server/trpc/caller";
import { Account } from "./account-box";
import { navigation } from "./navigation";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspaceName } = await currentMember((await params).workspace);
  return { title: { default: workspaceName, template: `%s · ${workspaceName}` } };
}

export default async function WorkspaceLayout({ params, children }: Params & { children: ReactNode }) {
  const { workspace } = await params;
  const member = await currentMember(workspace);
  const caller = await callerFor(workspace);
  const [{ dataThrough, openAlerts }, dataAlerts, memberships, t, ui, format] = await Promise.all([
    caller.workspaces.shell(),
    may(member, "data:import") ? caller.quality.unseen() : 0,
    currentMemberships(),
    getTranslations("shell"),
    getTranslations("ui"),
    getFormatter(),
  ]);
  const home = `/w/${workspace}`;
  const act = may(member, "changes:record") ? "record" : may(member, "changes:draft") ? "draft" : null;
  return (
    <Shell
      workspaceName={
        <WorkspaceSwitch
          name={member.workspaceName}
          label={t("workspaces")}
          others={memberships
            .filter((one) => one.slug !== workspace)
            .map(({ slug, workspaceName: name }) => ({ href: `/w/${slug}`, name }))}
        />
      }
      dataThrough={
        dataThrough ? ui("dataThrough", { day: format.dateTime(new Date(dataThrough), "day") }) : t("noData")
      }
      nav={navigation(home, member, { alerts: openAlerts, data: dataAlerts }, t)}
      act={act && { href: `${home}/changes/new`, label: t(act), short: t(`${act}Short`) }}
      words={{ navigation: ui("mainNavigation"), menu: ui("menu"), home: ui("home") }}
      homeHref={home}
      account={<Account member={member} />}
    >
      {children}
    </Shell>
  );
}
