import { getFormatter, getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { Empty } from "@/components/ui/empty";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { Verdict } from "@/components/ui/verdict";
import { changes, segments } from "./samples";

/** A list, and what stands there while it is empty. */
export async function TableParts() {
  const [t, ui, format] = await Promise.all([getTranslations("components"), getTranslations("ui"), getFormatter()]);
  const columns = [
    { key: "change", label: t("table.change") },
    { key: "since", label: t("table.since") },
    { key: "touched", label: t("table.touched"), numeric: true },
    { key: "rate", label: t("table.rate"), numeric: true },
    { key: "verdict", label: t("table.verdict") },
  ];
  const rows = changes.slice(0, 5).map((change, place) => ({
    key: change.key,
    cells: [
      t(`timeline.${change.key}`),
      <Time key="day" at={change.day}>
        {format.dateTime(new Date(change.day), "dayMonth")}
      </Time>,
      format.number(segments[place]?.people ?? 0, "count"),
      change.kind === "early" ? "–" : format.number(segments[place]?.estimate?.value ?? 0, "percent"),
      <Verdict key="verdict" kind={change.kind}>
        {ui(`verdict.${change.kind}`)}
      </Verdict>,
    ],
  }));
  return (
    <Section id="table" question={t("table.question")} subtitle={t("table.subtitle")}>
      <div className="mb-4">
        <Tabs
          label={t("smallParts.views")}
          tabs={[
            { href: "/components?view=all#table", label: t("smallParts.tabAll"), count: 12, current: true },
            { href: "/components?view=live#table", label: t("smallParts.tabLive"), count: 5 },
            { href: "/components?view=ended#table", label: t("smallParts.tabEnded") },
          ]}
        />
      </div>
      <Table caption={t("table.question")} columns={columns} rows={rows} />
      <Pager
        label={ui("pages")}
        previous={{ href: "/components?page=1#table", label: ui("previous") }}
        where={ui("pageOf", { page: 2, pages: 3 })}
        next={{ href: "/components?page=3#table", label: ui("next") }}
      />
      <div className="mt-10">
        <Empty
          title={t("table.empty")}
          act={
            <ButtonLink look="act" href="/components#form">
              {t("act")}
            </ButtonLink>
          }
        >
          {t("table.emptyHint")}
        </Empty>
      </div>
    </Section>
  );
}
