import { getTranslations } from "next-intl/server";
import { Whisker } from "@/components/charts/whisker";
import { getFigures } from "@/components/following/figures";
import { segmentName } from "@/components/following/segment-name";
import { Hidden } from "@/components/ui/hidden";
import type { AlertPage } from "@/server/alerts/shown";

type Props = { evidence: AlertPage["alert"]["evidence"]; currency: string; minGroup: number };

/** The segments whose own alarm rings, each with its rate against the fixed mark of 100%. */
export async function AlertSegments({ evidence, currency, minGroup }: Props) {
  const [t, ui, names, figures] = await Promise.all([
    getTranslations("alerts"),
    getTranslations("ui"),
    getTranslations("changes"),
    getFigures(currency),
  ]);
  if (evidence.segments.length === 0) return <p className="text-ink-soft text-small">{t("page.noSegment")}</p>;
  return (
    <ul>
      {ownLast(evidence.segments).map(({ segment, exposed, rate }) => (
        <li
          key={segment}
          className="grid gap-x-6 border-hairline border-b py-3 sm:grid-cols-[minmax(0,1fr)_14rem_auto]"
        >
          <span className="font-medium text-ink text-small">
            {segment === "intense" ? t("page.intense") : segmentName(segment, names)}
          </span>
          {rate && exposed >= minGroup ? (
            <>
              <Whisker kind="stopped" value={rate.value} low={rate.low ?? rate.value} high={rate.high ?? rate.value} />
              <span className="text-small sm:min-w-36 sm:text-right">
                <strong className="font-semibold">{figures.percent(rate.value)}</strong>{" "}
                <span className="text-ink-soft">
                  {rate.low !== null &&
                    rate.high !== null &&
                    ui("interval", { low: figures.limit(rate.low), high: figures.limit(rate.high) })}
                </span>{" "}
                <span className="block text-ink-faint">{t("row.people", { count: figures.count(exposed) })}</span>
              </span>
            </>
          ) : (
            <span className="text-ink-soft text-small sm:col-span-2 sm:text-right">
              {segment === "intense" ? (
                t("page.intenseListed")
              ) : exposed < minGroup ? (
                <Hidden>{ui("hidden", { threshold: minGroup })}</Hidden>
              ) : (
                ui("notMeasured")
              )}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Those who come mostly here are people of every segment: they stand under the segments. */
function ownLast<Row extends { segment: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((left, right) => Number(left.segment === "intense") - Number(right.segment === "intense"));
}
