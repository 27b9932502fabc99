import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Lede } from "@/components/ui/lede";
import { getFigures } from "./figures";
import { reasonOf } from "./reason";
import { type FollowingRead, shownRate } from "./shapes";

/** What was found, in sentences: how many follow, whom it cost, how sure, and what NPS made of it. */
export async function FollowLede({ read, currency }: { read: FollowingRead; currency: string }) {
  const [t, figures] = await Promise.all([getTranslations("following"), getFigures(currency)]);
  const strong = (words: ReactNode) => <strong>{words}</strong>;
  const { followRate, verdict, evidence, how } = read;
  const rate = shownRate(followRate);
  const stopped = verdict?.word === "stopped following";
  const latest = evidence?.points.at(-1)?.onceIn ?? 0;
  const lost = followRate?.lostFollowers ?? null;
  const money = followRate?.revenueAtRisk ?? null;
  return (
    <Lede>
      {rate && followRate
        ? t.rich(followRate.stretch.kind === "round" ? "lede.round" : "lede.soFar", {
            strong,
            exposed: figures.count(how.counts.matched ?? rate.exposed),
            rate: figures.percent(rate.ratio),
            low: figures.limit(rate.band.lower),
            high: rate.band.upper === null ? "…" : figures.limit(rate.band.upper),
            days: followRate.stretch.kind === "round" ? how.roundDays : followRate.stretch.days,
          })
        : how.counts.exposed === undefined
          ? t("lede.few")
          : t.rich("lede.noRate", { strong, exposed: figures.count(how.counts.exposed) })}{" "}
      {stopped && lost && lost.value > 0 && money
        ? t.rich(followRate?.stretch.kind === "round" ? "lede.lostMoney" : "lede.lateMoney", {
            strong,
            count: figures.people(lost.value),
            amount: figures.money(money.value),
          })
        : verdict &&
          !stopped &&
          reasonOf(verdict, { round: how.roundDays, closed: evidence?.closedWhy ?? null, t, figures })}{" "}
      {stopped && evidence && (
        <>
          {t.rich("lede.evidence", { strong, n: figures.odds(latest) })} {!verdict.calibrated &&
            t("lede.uncalibrated")}{" "}
        </>
      )}
      {stopped && npsSentence(read, t)}
    </Lede>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations<"following">>>;

/** NPS moved only where its interval leaves 0 out. */
function npsSentence({ nps }: FollowingRead, t: Words): string {
  if (!nps || nps.change.kind === "cannot say") return t("lede.nps.none");
  const { value, lower, upper } = nps.change;
  if (lower <= 0 && upper >= 0) return t("lede.nps.still");
  return t(value < 0 ? "lede.nps.fell" : "lede.nps.rose", { points: Math.round(Math.abs(value)) });
}
