import type { getTranslations } from "next-intl/server";
import type { NavItem } from "@/components/shell/nav-list";
import { type Action, may } from "@/server/auth/permissions";
import type { Role } from "@/server/scope";

const pages = [
  { path: "", name: "home", action: "pages:read" },
  { path: "/changes", name: "changes", action: "pages:read" },
  { path: "/alerts", name: "alerts", action: "pages:read" },
  { path: "/customers", name: "customers", action: "pages:read" },
  { path: "/data", name: "data", action: "data:import" },
  { path: "/settings", name: "settings", action: "workspace:administer" },
] as const satisfies readonly { path: string; name: string; action: Action }[];

type Words = Awaited<ReturnType<typeof getTranslations<"shell">>>;

/** The pages that a member's role opens, alerts and data with how many of their alerts wait. */
export function navigation(
  home: string,
  member: { role: Role; seesPeople: boolean },
  waiting: { alerts: number; data: number },
  t: Words,
): NavItem[] {
  return pages
    .filter(({ action }) => may(member, action))
    .map(({ path, name }) => ({
      href: `${home}${path}`,
      label: t(name),
      ...(name === "alerts" && { count: waiting.alerts, countLabel: t("openAlerts", { count: waiting.alerts }) }),
      ...(name === "data" && { count: waiting.data, countLabel: t("dataAlerts", { count: waiting.data }) }),
    }));
}
