import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlertRow } from "@/components/alerts/alert-row";
import { PageHeader } from "@/components/shell/page-header";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Tabs } from "@/components/ui/tabs";
import { callerFor } from "@/server/trpc/caller";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ state?: string | string[] }>;
};

const views = ["new", "taken", "acting", "watching", "asleep", "closed"] as const;
type View = (typeof views)[number];

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("alerts");
  return { title: t("title") };
}

export default async function AlertsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { state } = await searchParams;
  const [caller, t] = await Promise.all([callerFor(workspace), getTranslations("alerts")]);
  const view: View = views.find((one) => one === state) ?? "new";
  const { alerts, counts, today, currency } = await caller.alerts.inbox({ view });
  const here = `/w/${workspace}/alerts`;
  const open = counts.new + counts.taken + counts.acting + counts.watching;
  return (
    <>
      <PageHeader>
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede [&_strong]:font-semibold [&_strong]:text-ink">
          {counts.new > 0
            ? t.rich("lede.new", { count: counts.new, strong: (words) => <strong>{words}</strong> })
            : open > 0
              ? t("lede.open")
              : t("lede.none")}
        </p>
      </PageHeader>
      <Tabs
        label={t("views")}
        tabs={views.map((one) => ({
          href: one === "new" ? here : `${here}?state=${one}`,
          label: t(`state.${one}`),
          count: counts[one],
          current: one === view,
        }))}
      />
      {alerts.length > 0 ? (
        <ul>
          {alerts.map((alert) => (
            <AlertRow key={alert.id} alert={alert} href={`${here}/${alert.id}`} today={today} currency={currency} />
          ))}
        </ul>
      ) : (
        <div className="mt-8">
          <Empty title={t(`empty.${view}`)}>{t(`emptyHint.${view}`)}</Empty>
        </div>
      )}
    </>
  );
}
