import { getTranslations } from "next-intl/server";
import { Whisker } from "@/components/charts/whisker";
import { Figure } from "@/components/ui/figure";
import { Why } from "@/components/ui/why";
import { getFigures } from "./figures";
import { type FollowingRead, shownRate } from "./shapes";
import { verdictOf } from "./verdict-of";

/** Rate, people, money: each with its interval, n and what it is made of. */
export async function KeyFigures({ read, currency }: { read: FollowingRead; currency: string }) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const parts = read.followRate;
  const rate = shownRate(parts);
  if (!parts || !rate) return null;
  const round = parts.stretch.kind === "round";
  const money = parts.revenueAtRisk;
  const found = read.verdict?.word === "stopped following" || read.verdict?.word === "drifting";
  const lost = found ? parts.lostFollowers : null;
  const kind = verdictOf(read.verdict);
  const between = (low: string, high: string) => ui("interval", { low, high });
  return (
    <div className="grid gap-x-10 gap-y-6 sm:grid-cols-3">
      <Figure
        label={t(round ? "kpi.rate" : "kpi.rateSoFar")}
        value={figures.percent(rate.ratio)}
        interval={between(
          figures.limit(rate.band.lower),
          rate.band.upper === null ? "…" : figures.limit(rate.band.upper),
        )}
        whisker={<Whisker kind={kind} value={rate.ratio} low={rate.band.lower} high={rate.band.upper ?? rate.ratio} />}
        n={t("kpi.n", { exposed: figures.count(rate.exposed), twins: figures.count(rate.twins) })}
        why={
          <Why label={ui("why")}>
            <p>
              {t(round ? "why.rate" : "why.soFar", {
                days: read.how.roundDays,
                from: figures.day(parts.stretch.from),
                to: figures.day(parts.stretch.to),
                exposed: figures.count(rate.exposed),
                twins: figures.count(rate.twins),
                observed: figures.count(rate.observed),
                expected: figures.count(rate.expected),
              })}
            </p>
            {rate.correction && rate.raw !== null && (
              <p className="mt-2">
                {t("why.corrected", { ...figures.correction(rate.correction), raw: figures.percent(rate.raw) })}
              </p>
            )}
            {parts.withinScope && (
              <p className="mt-2">
                {t("within", {
                  exposed: figures.percent(parts.withinScope.exposed),
                  twins: figures.percent(parts.withinScope.twins),
                })}
              </p>
            )}
          </Why>
        }
      />
      {lost && lost.value > 0 && (
        <Figure
          label={t(round ? "kpi.lost" : "kpi.late")}
          value={figures.people(lost.value)}
          interval={between(figures.people(lost.lower), figures.people(lost.upper))}
          why={
            <Why label={ui("why")}>
              {t(round ? "why.lost" : "why.late", {
                low: figures.people(lost.lower),
                high: figures.people(lost.upper),
              })}
            </Why>
          }
        />
      )}
      {lost && money && money.value > 0 && (
        <Figure
          label={t("kpi.money")}
          value={figures.money(money.value)}
          interval={between(money.lower === null ? "…" : figures.money(money.lower), figures.money(money.upper))}
          why={
            <Why label={ui("why")}>
              {t("why.money", {
                base: figures.money(money.base),
                low: money.lower === null ? "…" : figures.money(money.lower),
                high: figures.money(money.upper),
              })}
            </Why>
          }
        />
      )}
    </div>
  );
}
