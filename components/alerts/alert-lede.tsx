import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Lede } from "@/components/ui/lede";
import type { AlertPage } from "@/server/alerts/shown";

/** What the alarm says, in sentences: the rate, the people, the money, each with its interval. */
export async function AlertLede({
  evidence,
  currency,
}: {
  evidence: AlertPage["alert"]["evidence"];
  currency: string;
}) {
  const [t, figures] = await Promise.all([getTranslations("alerts"), getFigures(currency)]);
  const { rate, lost, lostKind, atRisk, exposed } = evidence;
  const strong = (words: React.ReactNode) => <strong>{words}</strong>;
  const limit = (value: number | null, say: (value: number) => string) => (value === null ? "…" : say(value));
  return (
    <Lede>
      {rate
        ? t.rich(lostKind === "lost" ? "page.ledeRound" : "page.ledeSoFar", {
            strong,
            exposed: figures.count(exposed),
            rate: figures.percent(rate.value),
            low: limit(rate.low, figures.limit),
            high: limit(rate.high, figures.limit),
          })
        : t.rich("page.noRate", { strong, exposed: figures.count(exposed) })}{" "}
      {lost && (
        <>
          {t.rich(lostKind === "lost" ? "page.ledeLost" : "page.ledeLate", {
            strong,
            count: figures.people(lost.value),
            low: limit(lost.low, figures.people),
            high: limit(lost.high, figures.people),
          })}
          {atRisk
            ? t.rich("page.ledeMoney", {
                strong,
                amount: figures.money(atRisk.value),
                low: limit(atRisk.low, figures.money),
                high: limit(atRisk.high, figures.money),
              })
            : t("page.ledeNoMoney")}
        </>
      )}
    </Lede>
  );
}
