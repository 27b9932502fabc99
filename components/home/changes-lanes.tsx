import { getTranslations } from "next-intl/server";
import { Timeline } from "@/components/charts/timeline";
import { getFigures } from "@/components/following/figures";
import { verdictOf } from "@/components/following/verdict-of";
import { Section } from "@/components/ui/section";
import type { ChangeShown } from "@/server/changes/shown";
import type { PartsOf } from "@/server/following/schema";

export type LaneChange = {
  id: number;
  title: string;
  moved: ChangeShown["moved"];
  startOn: string;
  verdict: PartsOf<"verdict"> | null;
};
export type Week = { week: string; observed: number; expected: number; complete: boolean };

type Props = {
  changes: readonly LaneChange[];
  weeks: readonly Week[];
  asOf: string;
  changeHref: (id: number) => string;
  currency: string;
};

const laneKeys = ["client", "product", "store", "between"] as const;

/** The changes of 13 weeks on a lane per part of the triptych, under the weekly returns of whom they touch. */
export async function ChangesLanes({ changes, weeks, asOf, changeHref, currency }: Props) {
  const [t, ui, figures] = await Promise.all([getTranslations("home"), getTranslations("ui"), getFigures(currency)]);
  if (changes.length === 0) {
    return (
      <Section question={t("changes.question")}>
        <p className="text-ink-soft text-small">{t("changes.none")}</p>
      </Section>
    );
  }
  const from = daysAfter(asOf, -91);
  const inside = weeks.filter((one) => one.week >= from);
  const curve = inside.length > 1;
  const marks = changes.map((change) => {
    const kind = verdictOf(change.verdict);
    return {
      key: String(change.id),
      lane: laneOf(change.moved),
      day: change.startOn,
      dayLabel: figures.short(change.startOn),
      label: change.title,
      kind,
      verdict: ui(`verdict.${kind}`),
      href: changeHref(change.id),
      leads: kind === "stopped",
    };
  });
  const count = (kind: string) => marks.filter((mark) => mark.kind === kind).length;
  return (
    <Section question={t("changes.question")} subtitle={t(curve ? "changes.subtitle" : "changes.subtitleBare")}>
      <Timeline
        from={from}
        to={daysAfter(asOf, 14)}
        dateLabel={figures.short}
        lanes={laneKeys
          .filter((key) => marks.some((mark) => mark.lane === key))
          .map((key) => ({ key, label: t(`changes.lanes.${key}`) }))}
        marks={marks}
        {...(curve && {
          curve: {
            came: inside.map((one) => ({ day: one.week, value: one.observed, filling: !one.complete })),
            predicted: inside.map((one) => ({ day: one.week, value: one.expected, filling: !one.complete })),
            names: { came: t("changes.came"), predicted: t("changes.predicted") },
          },
        })}
        words={{
          title: t("changes.title"),
          description: t("changes.description", {
            count: marks.length,
            stopped: count("stopped"),
            follow: count("follow"),
          }),
          ...(curve && {
            table: {
              summary: ui("table"),
              columns: [
                { key: "week", label: t("changes.week") },
                { key: "came", label: t("changes.came"), numeric: true },
                { key: "predicted", label: t("changes.predicted"), numeric: true },
              ],
              rows: inside.map((one) => ({
                key: one.week,
                cells: [figures.short(one.week), figures.count(one.observed), figures.count(one.expected)],
              })),
            },
          }),
        }}
      />
    </Section>
  );
}

function laneOf(moved: ChangeShown["moved"]): (typeof laneKeys)[number] {
  return moved === "client" || moved === "product" || moved === "store" ? moved : "between";
}

function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}
