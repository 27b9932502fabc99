import { getTranslations } from "next-intl/server";
import { Verdict } from "@/components/ui/verdict";
import { getFigures } from "./figures";
import type { FollowingRead } from "./shapes";
import { verdictOf } from "./verdict-of";

/** The verdict with its shape, since when, how long after, and the day the alarm rang. */
export async function VerdictLine({ read, currency }: { read: FollowingRead; currency: string }) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const { verdict, evidence } = read;
  const kind = verdictOf(verdict);
  const alarm = evidence?.alarmOn;
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-soft text-small">
      <Verdict kind={kind} size="body">
        {ui(`verdict.${kind}`)}
      </Verdict>
      {kind === "stopped" && verdict?.alarm?.sinceOn && (
        <span>{t("verdict.since", { day: figures.day(verdict.alarm.sinceOn) })}</span>
      )}
      <span>{t("verdict.weeks", { weeks: Math.floor(read.daysSince / 7) })}</span>
      {alarm && <span>{t("verdict.alarmDay", { day: daysFrom(read.day0, alarm) })}</span>}
      <span className="text-ink-faint">{t("verdict.asOf", { day: figures.day(read.asOf) })}</span>
      {alarm && verdict && !verdict.calibrated && <span className="text-ink-faint">{t("verdict.uncalibrated")}</span>}
    </p>
  );
}

/** Days from one ISO day to another. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
