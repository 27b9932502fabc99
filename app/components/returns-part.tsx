import { getFormatter, getTranslations } from "next-intl/server";
import { EvidenceCurve } from "@/components/charts/evidence-curve";
import { type CurvePoint, ReturnCurve } from "@/components/charts/return-curve";
import { Section } from "@/components/ui/section";
import { evidence, exposed, twins, young, youngTwins } from "./samples";

/** The two curves of a change, and the first one a week after day 0. */
export async function ReturnsPart() {
  const [t, ui, format] = await Promise.all([getTranslations("components"), getTranslations("ui"), getFormatter()]);
  const percent = (share: number) => format.number(share, "percent");
  const dayLabel = (day: number) => (day === 0 ? t("returns.day0") : t("returns.dayLabel", { day }));
  const names = {
    exposed: { count: format.number(4120, "count"), name: t("returns.concerned") },
    twins: { count: format.number(19_304, "count"), name: t("returns.twins") },
  };
  const said = (point: CurvePoint | undefined) => (point?.value == null ? ui("notMeasured") : percent(point.value));
  const fortnights = exposed.filter((point) => point.day % 7 === 0);
  const columns = [
    { key: "day", label: t("returns.day") },
    { key: "exposed", label: t("returns.concerned"), numeric: true },
    { key: "twins", label: t("returns.twins"), numeric: true },
  ];
  return (
    <div className="grid gap-x-12 gap-y-14 lg:grid-cols-[3fr_2fr]">
      <div className="grid min-w-0 gap-y-10">
        <Section question={t("returns.question")} subtitle={t("returns.subtitle")}>
          <ReturnCurve
            kind="stopped"
            exposed={exposed}
            twins={twins}
            names={names}
            dayLabel={dayLabel}
            shareLabel={percent}
            words={{
              title: t("returns.title"),
              description: t("returns.description"),
              caption: t("returns.caption"),
              table: {
                summary: ui("table"),
                columns,
                rows: fortnights.map((point) => ({
                  key: `${point.day}`,
                  cells: [dayLabel(point.day), said(point), said(twins[point.day])],
                })),
              },
            }}
          />
        </Section>
        <Section question={t("evidence.question")} subtitle={t("evidence.subtitle")}>
          <EvidenceCurve
            evidence={evidence}
            threshold={{ value: 20, label: t("evidence.threshold") }}
            alarm={{ day: 31, label: t("evidence.alarm"), kind: "stopped" }}
            marks={[{ day: 52, label: t("evidence.mark") }]}
            oddsLabel={(n) => (n === 1 ? t("evidence.even") : t("evidence.odds", { n: format.number(n, "count") }))}
            dayLabel={dayLabel}
            words={{
              title: t("evidence.title"),
              description: t("evidence.description"),
              table: {
                summary: ui("table"),
                columns: [
                  { key: "day", label: t("returns.day") },
                  { key: "value", label: t("evidence.value"), numeric: true },
                ],
                rows: evidence
                  .filter((point) => point.day % 7 === 0)
                  .map((point) => ({
                    key: `${point.day}`,
                    cells: [
                      dayLabel(point.day),
                      point.value === null ? ui("notMeasured") : format.number(Math.max(1, point.value), "count"),
                    ],
                  })),
              },
            }}
          />
        </Section>
      </div>
      <Section question={ui("verdict.early")} subtitle={t("returns.subtitle")} level={3}>
        <ReturnCurve
          kind="early"
          exposed={young}
          twins={youngTwins}
          names={names}
          dayLabel={dayLabel}
          shareLabel={percent}
          lastDay={28}
          words={{ title: t("returns.title"), description: t("returns.subtitle") }}
        />
      </Section>
    </div>
  );
}
