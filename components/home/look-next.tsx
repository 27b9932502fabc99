import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { type Figures, getFigures } from "@/components/following/figures";
import { reasonOf } from "@/components/following/reason";
import { Section } from "@/components/ui/section";
import type { NextThing } from "./rank-next";

type Props = { things: readonly NextThing[]; home: string; asOf: string; currency: string };
type Words = Awaited<ReturnType<typeof getTranslations<"home">>>;

/** What to look at next, with why, and what is at stake. */
export async function LookNext({ things, home, asOf, currency }: Props) {
  const [t, words, figures] = await Promise.all([
    getTranslations("home"),
    getTranslations("following"),
    getFigures(currency),
  ]);
  return (
    <Section question={t("next.question")} subtitle={t("next.subtitle")}>
      {things.length === 0 ? (
        <p className="text-ink-soft text-small">
          {t("next.none")} {t("next.noneHint")}
        </p>
      ) : (
        <ul>
          {things.map((thing) => {
            const said = inWords(thing, asOf, { t, words, figures });
            return (
              <li
                key={thing.key}
                className="grid gap-x-6 gap-y-1 border-hairline border-b py-3 first:pt-0 sm:grid-cols-[minmax(0,1fr)_auto]"
              >
                <div className="min-w-0">
                  <h3 className="font-semibold text-body text-ink">
                    <Link href={`${home}${pathOf(thing)}`} className="touch hover:underline">
                      {thing.title}
                    </Link>
                  </h3>
                  <p className="text-ink-soft text-small">{said.why}</p>
                </div>
                <div className="flex flex-wrap items-baseline gap-x-3 sm:block sm:text-right">
                  <p className="font-semibold text-body text-ink">{said.stake}</p>
                  {said.note && <p className="text-ink-faint text-small">{said.note}</p>}
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}

function pathOf(thing: NextThing): string {
  return "alertId" in thing ? `/alerts/${thing.alertId}` : `/changes/${thing.changeId}`;
}

type Say = { t: Words; words: Awaited<ReturnType<typeof getTranslations<"following">>>; figures: Figures };
type Said = { why: string; stake: string; note: string | null };

function inWords(thing: NextThing, asOf: string, { t, words, figures }: Say): Said {
  const year = (minor: number | null) =>
    minor === null || minor <= 0 ? "" : t("next.year", { amount: figures.money(minor) });
  switch (thing.what) {
    case "untaken": {
      const days = Math.max(0, Math.round((Date.parse(asOf) - Date.parse(thing.raisedOn)) / 86_400_000));
      return {
        why: t("next.untaken", { days }),
        stake: year(thing.minor),
        note: t("next.odds", { n: figures.odds(thing.onceIn) }),
      };
    }
    case "taken":
    case "stopped":
      return { why: thing.what === "taken" ? t("next.somebody") : "", stake: year(thing.minor), note: null };
    case "drifting":
      return {
        why: reasonOf(thing.verdict, { round: 0, t: words, figures }),
        stake: t("next.drifting"),
        note: null,
      };
    case "early": {
      const { daysLeft } = thing;
      if (daysLeft === null) {
        return { why: reasonOf(thing.verdict, { round: 0, t: words, figures }), stake: t("next.early"), note: null };
      }
      const day = new Date(Date.parse(asOf) + daysLeft * 86_400_000).toISOString().slice(0, 10);
      return {
        why: t("next.earlyOn", { day: figures.day(day) }),
        stake: t("next.early"),
        note: t("next.earlyDays", { days: daysLeft }),
      };
    }
  }
}
