import type { getTranslations } from "next-intl/server";
import type { PartsOf } from "@/server/following/schema";
import type { Figures } from "./figures";

type Words = Awaited<ReturnType<typeof getTranslations<"following">>>;

const reasons = [
  "alarm",
  "alarm_upward",
  "alone_only",
  "alone_on_few_returns",
  "band_above_limit",
  "calibration_not_known_yet",
  "first_round_not_over",
  "too_few_returns_yet",
  "band_too_wide",
  "below_limit_without_alarm",
  "alarm_weakened",
  "no_comparison_group",
  "no_exposed",
  "too_few_returns_expected",
  "imbalance",
  "too_many_without_twins",
  "too_few_stores_for_twins",
  "not_enough_history",
  "identification_changed",
  "another_change_since",
] as const;

type Said = { round: number; closed?: string | null; t: Words; figures: Figures };

/** Why a verdict is what it is, in one sentence. `round` is the length of a round in days; `closed` why the watch ended. */
export function reasonOf(
  said: Pick<PartsOf<"verdict">, "reason" | "params">,
  { round, closed = null, t, figures }: Said,
): string {
  const over = closed === "rolled back" && said.reason === "first round not over";
  const key = over
    ? ("rolled_back" as const)
    : (reasons.find((one) => one === said.reason.replaceAll(" ", "_")) ?? "other");
  const { params } = said;
  const share = (name: string) => {
    const value = Number(params[name] ?? Number.NaN);
    return Number.isFinite(value) && value < 100 ? figures.percent(value) : "…";
  };
  const count = (name: string) => figures.count(Math.floor(Number(params[name] ?? 0)));
  const day = (name: string) => (typeof params[name] === "string" ? figures.day(params[name]) : "…");
  const sentence = t(`reason.${key}`, {
    raisedOn: day("raisedOn"),
    mixedFrom: day("mixedFrom"),
    lower: share("lower"),
    upper: share("upper"),
    need: count("need"),
    have: count("have"),
    days: Math.max(0, Number(params.days ?? 0)),
    round,
  });
  const { showsIn } = params;
  return typeof showsIn === "number" && !over ? `${sentence} ${t("reason.shows_in", { days: showsIn })}` : sentence;
}
