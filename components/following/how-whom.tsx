import type { Item } from "@/components/ui/definition";
import type { HowContext } from "./how-context";

/** Who was compared with whom, how alike they were, and what else touched them. Without twins there is nothing to say of these. */
export function whomItems({ read: { how }, t, figures }: HowContext): Item[] {
  const { exposed = 0, matched = 0, leftOut = 0, apart = 0, twins = 0 } = how.counts;
  const sizes = (matched > 0 ? how.balance : []).map((row) => Math.abs(row.after));
  return [
    {
      key: "people",
      term: t("how.people"),
      detail:
        how.counts.exposed === undefined ? (
          t("how.few")
        ) : (
          <>
            {t("how.peopleText", {
              exposed: figures.count(exposed),
              matched: figures.count(matched),
              leftOut: figures.count(leftOut),
              apart: figures.count(apart),
            })}
            <span className="block text-ink-faint">
              {t("how.apartWhy")} {how.reached > 0 && t("how.reached", { count: how.reached })}
            </span>
          </>
        ),
    },
    ...(matched > 0
      ? [{ key: "twins", term: t("how.twins"), detail: t("how.twinsText", { twins: figures.count(twins), most: 5 }) }]
      : []),
    ...(sizes.length > 0
      ? [
          {
            key: "balance",
            term: t("how.balance"),
            detail: t("how.balanceText", {
              flagged: sizes.filter((size) => size >= 0.1).length,
              count: sizes.length,
              worst: figures.decimal(Math.max(...sizes)),
            }),
          },
        ]
      : []),
    {
      key: "mixed",
      term: t("how.mixed"),
      detail:
        how.overlaps.length + how.later.length === 0
          ? t("how.mixedNone")
          : [
              ...how.overlaps.map((one) => (
                <span key={`${one.changeId} ${one.kind} ${one.share}`} className="block">
                  {t("how.mixedText", {
                    title: one.kind === "later wave" ? t("how.laterWave") : one.title,
                    share: figures.percent(one.share),
                    how: one.matched ? "matched" : "other",
                  })}
                </span>
              )),
              ...how.later.map((one) => (
                <span key={`later ${one.changeId}`} className="block">
                  {t("how.laterText", {
                    title: one.title,
                    share: figures.percent(one.exposed),
                    twins: figures.percent(one.twins),
                    day: figures.day(one.from),
                    how: one.apart ? "apart" : "other",
                  })}
                </span>
              )),
            ],
    },
    ...(how.spillStores.length > 0
      ? [{ key: "spill", term: t("how.spill"), detail: t("how.spillText", { stores: figures.list(how.spillStores) }) }]
      : []),
  ];
}
