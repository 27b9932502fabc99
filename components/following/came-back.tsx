import { getTranslations } from "next-intl/server";
import { type CurvePoint, ReturnCurve } from "@/components/charts/return-curve";
import { Section } from "@/components/ui/section";
import { getFigures } from "./figures";
import type { FollowingRead } from "./shapes";
import { verdictOf } from "./verdict-of";

/** The curves of both arms since day 0. On day t stands the share of those who came in days 0 to t-1. */
export async function CameBack({ read, currency }: { read: FollowingRead; currency: string }) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const points = read.cameBack;
  const last = points.at(-1);
  if (!last) {
    return (
      <Section question={t("cameBack.question")}>
        <p className="text-ink-soft text-small">
          {t(read.how.unmeasurable === null ? "cameBack.none" : "cameBack.unmeasured")}
        </p>
      </Section>
    );
  }
  const dayLabel = (day: number) => (day === 0 ? t("cameBack.day0") : t("cameBack.dayLabel", { day }));
  const exposed: CurvePoint[] = [
    { day: 0, value: 0, low: 0, high: 0 },
    ...points.map((point) => ({
      day: point.t,
      value: point.exposed,
      low: point.exposedLower,
      high: point.exposedUpper,
    })),
  ];
  const twins: CurvePoint[] = [
    { day: 0, value: 0, low: 0, high: 0 },
    ...points.map((point) => ({ day: point.t, value: point.twins, low: point.twinsLower, high: point.twinsUpper })),
  ];
  const weekly = points.filter((point) => point.t % 7 === 0 || point === last);
  const half = (days: number | null) => (days === null ? t("returnTime.never") : t("returnTime.days", { days }));
  return (
    <Section question={t("cameBack.question")} subtitle={t("cameBack.subtitle")}>
      <ReturnCurve
        kind={verdictOf(read.verdict)}
        exposed={exposed}
        twins={twins}
        names={{
          exposed: { count: figures.count(last.n1), name: t("cameBack.concerned") },
          twins: { count: figures.count(last.n0), name: t("cameBack.twins") },
        }}
        dayLabel={dayLabel}
        shareLabel={figures.percent}
        {...(last.t < read.how.roundDays && { lastDay: read.how.roundDays })}
        words={{
          title: t("cameBack.title"),
          description: t("cameBack.description", {
            days: last.t,
            exposed: figures.percent(last.exposed),
            twins: figures.percent(last.twins),
          }),
          caption: (
            <>
              {t("cameBack.caption")}{" "}
              {read.returnTime &&
                t("returnTime.text", {
                  exposed: half(read.returnTime.medianExposed),
                  twins: half(read.returnTime.medianTwins),
                })}
            </>
          ),
          table: {
            summary: ui("table"),
            columns: [
              { key: "day", label: t("cameBack.day") },
              { key: "exposed", label: t("cameBack.concerned"), numeric: true },
              { key: "twins", label: t("cameBack.twins"), numeric: true },
              { key: "ratio", label: t("cameBack.ratio"), numeric: true },
            ],
            rows: weekly.map((point) => ({
              key: String(point.t),
              cells: [
                dayLabel(point.t),
                `${figures.percent(point.exposed)} (${ui("interval", { low: figures.limit(point.exposedLower), high: figures.limit(point.exposedUpper) })})`,
                `${figures.percent(point.twins)} (${ui("interval", { low: figures.limit(point.twinsLower), high: figures.limit(point.twinsUpper) })})`,
                point.ratio === null
                  ? "–"
                  : `${figures.percent(point.ratio)}${point.lower !== null && point.upper !== null ? ` (${ui("interval", { low: figures.limit(point.lower), high: figures.limit(point.upper) })})` : ""}`,
              ],
            })),
          },
        }}
      />
    </Section>
  );
}
