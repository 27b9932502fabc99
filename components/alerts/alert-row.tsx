import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Verdict } from "@/components/ui/verdict";
import type { InboxShown } from "@/server/alerts/shown";

type Alert = InboxShown["alerts"][number];
type Props = { alert: Alert; href: string; today: string; currency: string };

/** One alert in the inbox: what, what is at stake, since when, who has it and how long it waits. */
export async function AlertRow({ alert, href, today, currency }: Props) {
  const [t, ui, figures] = await Promise.all([getTranslations("alerts"), getTranslations("ui"), getFigures(currency)]);
  const { evidence } = alert;
  const stake = evidence.atRisk;
  return (
    <li className="grid gap-x-8 gap-y-1 border-hairline border-b py-4 sm:grid-cols-[minmax(0,1fr)_13rem]">
      <div className="min-w-0">
        <h2 className="font-serif text-ink text-lede">
          <Link href={href} className="touch hover:underline">
            {alert.title}
          </Link>
        </h2>
        <p className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-0.5 text-ink-soft text-small">
          <Verdict kind="stopped">{ui("verdict.stopped")}</Verdict>
          {alert.sinceOn && <span>{t("row.since", { day: figures.day(alert.sinceOn) })}</span>}
          <span>{t("row.raised", { day: figures.day(alert.raisedOn) })}</span>
          {!evidence.calibrated && <span className="text-ink-faint">{t("row.uncalibrated")}</span>}
        </p>
        <p className="mt-1 text-ink-faint text-small">{standing(alert, t, figures, today)}</p>
      </div>
      <div className="text-small sm:text-right">
        {stake && stake.value > 0 ? (
          <>
            <p className="font-semibold text-ink">{t("row.money", { amount: figures.money(stake.value) })}</p>
            {stake.low !== null && stake.high !== null && (
              <p className="text-ink-faint">
                {t("row.interval", { low: figures.money(stake.low), high: figures.money(stake.high) })}
              </p>
            )}
          </>
        ) : (
          <p className="text-ink-faint">{t("row.unknown")}</p>
        )}
        {evidence.lost && (
          <p className="text-ink-soft">
            {t(evidence.lostKind === "lost" ? "row.lost" : "row.late", { count: figures.people(evidence.lost.value) })}
          </p>
        )}
        <p className="text-ink-faint">{t("row.people", { count: figures.count(evidence.exposed) })}</p>
      </div>
    </li>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations<"alerts">>>;

/** Who has it, or how long nobody did; that it sleeps, weakened or was closed. */
function standing(alert: Alert, t: Words, figures: Awaited<ReturnType<typeof getFigures>>, today: string): string {
  const parts: string[] = [];
  if (alert.state === "closed") {
    parts.push(t("row.closedAs", { reason: closing(alert.closedAs, t) }));
  } else if (alert.state === "new") {
    parts.push(t("row.waits", { days: daysSince(alert.raisedOn, today) }));
  } else {
    parts.push(alert.owner ? t("row.has", { name: alert.owner }) : t("row.nobody"));
  }
  if (alert.state !== "closed" && alert.snoozeUntil && alert.snoozeUntil > today) {
    parts.push(t("row.until", { day: figures.day(alert.snoozeUntil), reason: alert.snoozeReason ?? "" }));
  }
  if (alert.weakenedOn) parts.push(t("row.weakened", { day: figures.day(alert.weakenedOn) }));
  return parts.join(" · ");
}

/** The reason an alert was closed with, in words. */
export function closing(as: unknown, t: Words): string {
  return as === "resolved" || as === "accepted" || as === "false_alarm" ? t(`closing.${as}`) : t("closing.other");
}

/** Whole days from one day to another, never below 0. */
function daysSince(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000));
}
