import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { EvidenceCurve } from "@/components/charts/evidence-curve";
import { Section } from "@/components/ui/section";
import { Why } from "@/components/ui/why";
import { getFigures, MOST_ODDS } from "./figures";
import type { FollowingRead } from "./shapes";
import { daysFrom } from "./verdict-line";
import { verdictOf } from "./verdict-of";

/** The evidence day by day against the line at which the alarm rings, and what it does not prove. */
export async function HowSure({ read, currency }: { read: FollowingRead; currency: string }) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const { evidence, how, verdict, day0 } = read;
  const latest = evidence?.points.at(-1);
  if (!evidence || !latest) {
    return (
      <Section question={t("evidence.question")}>
        <p className="text-ink-soft text-small">{t("evidence.none")}</p>
      </Section>
    );
  }
  const { odds, oddsShort } = figures;
  const dayOf = (day: string) => daysFrom(day0, day);
  const dayLabel = (day: number) => (day === 0 ? t("cameBack.day0") : t("cameBack.dayLabel", { day }));
  const alarmDay = evidence.alarmOn === null ? null : dayOf(evidence.alarmOn);
  const points = evidence.points.map((point) => ({ day: dayOf(point.day), value: Math.min(MOST_ODDS, point.onceIn) }));
  return (
    <Section
      question={t("evidence.question")}
      subtitle={t("evidence.subtitle", { n: figures.odds(evidence.rings), family: evidence.family })}
    >
      <EvidenceCurve
        evidence={points}
        threshold={{ value: evidence.rings, label: t("evidence.odds", { n: oddsShort(Math.round(evidence.rings)) }) }}
        {...(alarmDay !== null && {
          alarm: {
            day: alarmDay,
            label: t("evidence.alarm", { day: alarmDay }),
            kind: verdictOf(verdict) === "stopped" ? ("stopped" as const) : ("early" as const),
          },
        })}
        {...(how.foundAfterwards && { marks: [{ day: dayOf(how.alarmFrom), label: t("evidence.found") }] })}
        oddsLabel={(n) =>
          n === 1 ? t("evidence.even") : t(n >= MOST_ODDS ? "evidence.oddsMost" : "evidence.odds", { n: oddsShort(n) })
        }
        dayLabel={dayLabel}
        words={{
          title: t("evidence.title"),
          description: t(alarmDay === null ? "evidence.description" : "evidence.descriptionAlarm", {
            alarm: alarmDay ?? 0,
            day: dayOf(latest.day),
            n: odds(latest.onceIn),
          }),
          table: {
            summary: ui("table"),
            columns: [
              { key: "day", label: t("cameBack.day") },
              { key: "value", label: t("evidence.value"), numeric: true },
            ],
            rows: points
              .filter((point, place) => point.day % 7 === 0 || place === points.length - 1)
              .map((point) => ({ key: String(point.day), cells: [dayLabel(point.day), odds(point.value)] })),
          },
        }}
      />
      <p className="mt-3 max-w-prose text-ink text-small">
        {latest.onceIn >= 2
          ? t.rich("evidence.sentence", {
              n: odds(latest.onceIn),
              strong: (words: ReactNode) => <strong className="font-semibold">{words}</strong>,
            })
          : t("evidence.quiet")}
      </p>
      <p className="mt-2 max-w-prose text-ink-soft text-small">
        {t(verdict?.calibration ? "evidence.promise" : "evidence.promiseNot", { alpha: figures.percent(how.alpha) })}
      </p>
      {evidence.moved && <p className="mt-2 max-w-prose text-ink-soft text-small">{t("evidence.moved")}</p>}
      {how.foundAfterwards && (
        <p className="mt-2 max-w-prose text-ink-soft text-small">
          {t("evidence.afterwards", { day: figures.day(how.alarmFrom) })}
        </p>
      )}
      {evidence.closedOn && evidence.closedOn <= read.asOf && (
        <p className="mt-2 max-w-prose text-ink-soft text-small">
          {t("closed", {
            day: figures.day(evidence.closedOn),
            why: (evidence.closedWhy ?? "other").replaceAll(" ", "_"),
          })}
        </p>
      )}
      <div className="mt-2">
        {verdict?.calibration ? (
          <p className="max-w-prose text-ink-soft text-small">
            {t("evidence.calibrated", figures.calibration(verdict.calibration))}
          </p>
        ) : (
          <Why label={t("evidence.uncalibrated")}>{t("evidence.uncalibratedWhy")}</Why>
        )}
      </div>
    </Section>
  );
}
