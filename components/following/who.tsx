import { getTranslations } from "next-intl/server";
import { Whisker } from "@/components/charts/whisker";
import { Hidden } from "@/components/ui/hidden";
import { Section } from "@/components/ui/section";
import { VerdictShape } from "@/components/ui/verdict-shape";
import { getFigures } from "./figures";
import { segmentName } from "./segment-name";
import type { FollowingRead, WhoRow } from "./shapes";
import { verdictOf } from "./verdict-of";

type Props = { read: FollowingRead; currency: string; minGroup: number };

/** The segments of those concerned, as they stood the day before, the least faithful first. */
export async function Who({ read, currency, minGroup }: Props) {
  const [t, ui, names, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getTranslations("changes"),
    getFigures(currency),
  ]);
  if (read.who.length === 0) return null;
  return (
    <Section question={t("who.question")} subtitle={t("who.subtitle")}>
      <ul>
        {read.who.map((row) => (
          <li key={row.segment} className="border-hairline border-b py-3 first:pt-0">
            <div className="flex items-baseline justify-between gap-3">
              <span className="flex items-baseline gap-2 font-medium text-ink text-small">
                <VerdictShape kind={kindOf(row)} className="size-3 self-center" />
                {row.segment === "intense" ? t("who.intense") : segmentName(row.segment, names)}
                {!row.hidden && row.verdict && (
                  <span className="sr-only">: {ui(`verdict.${verdictOf(row.verdict)}`)}</span>
                )}
              </span>
              {row.hidden ? (
                <Hidden>{t("who.hidden")}</Hidden>
              ) : (
                <span className="whitespace-nowrap text-small">
                  {row.rate.kind === "rate" && row.rate.shown ? (
                    <>
                      <strong className="font-semibold text-ink">{figures.percent(row.rate.ratio)}</strong>{" "}
                      <span className="text-ink-soft">
                        {row.rate.band.upper !== null &&
                          ui("interval", {
                            low: figures.limit(row.rate.band.lower),
                            high: figures.limit(row.rate.band.upper),
                          })}
                      </span>
                    </>
                  ) : (
                    <span className="text-ink-faint">{ui(`verdict.${kindOf(row)}`)}</span>
                  )}
                </span>
              )}
            </div>
            {!row.hidden && (
              <div className="mt-1 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6">
                {row.rate.kind === "rate" && row.rate.shown ? (
                  <Whisker
                    kind={kindOf(row)}
                    value={row.rate.ratio}
                    low={row.rate.band.lower}
                    high={row.rate.band.upper ?? row.rate.ratio}
                  />
                ) : (
                  <span className="text-ink-faint text-small">{row.segment !== "intense" && t("who.few")}</span>
                )}
                <span className="text-ink-faint text-small">{t("who.people", { count: figures.count(row.n) })}</span>
              </div>
            )}
          </li>
        ))}
      </ul>
      {read.who.some((row) => row.hidden) && (
        <p className="mt-2 text-ink-faint text-tiny">{t("who.hiddenNote", { threshold: minGroup })}</p>
      )}
    </Section>
  );
}

function kindOf(row: WhoRow) {
  return row.hidden ? "unmeasured" : verdictOf(row.verdict);
}
