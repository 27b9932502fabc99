import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { verdictOf } from "@/components/following/verdict-of";
import { Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { Verdict } from "@/components/ui/verdict";
import type { ChangeShown } from "@/server/changes/shown";
import type { PartsOf } from "@/server/following/schema";

export type ReadChange = {
  change: ChangeShown;
  /** Its latest readings; undefined where nothing was read of it yet. */
  read:
    | { exposed: number | null; verdict: PartsOf<"verdict"> | null; followRate: PartsOf<"follow_rate"> | null }
    | undefined;
};
type Props = { rows: readonly ReadChange[]; href: (id: number) => string; currency: string };

/** The changes of a list, each with its verdict, its rate and how many it concerns. */
export async function ChangeTable({ rows, href, currency }: Props) {
  const [t, ui, figures] = await Promise.all([getTranslations("changes"), getTranslations("ui"), getFigures(currency)]);
  const verdict = ({ change, read }: ReadChange) =>
    read?.verdict ? (
      <Verdict kind={verdictOf(read.verdict)}>{ui(`verdict.${verdictOf(read.verdict)}`)}</Verdict>
    ) : (
      <span className="text-ink-faint">{change.state === "live" ? t("list.notRead") : ""}</span>
    );
  const rate = ({ read }: ReadChange) => {
    const figure = read?.followRate?.rate;
    if (figure?.kind !== "rate" || !figure.shown) return <span className="text-ink-faint">–</span>;
    return (
      <>
        <span className="font-medium">{figures.percent(figure.ratio)}</span>{" "}
        <span className="text-ink-faint">
          {figure.band.upper !== null &&
            ui("interval", { low: figures.limit(figure.band.lower), high: figures.limit(figure.band.upper) })}
        </span>
      </>
    );
  };
  return (
    <Table
      caption={t("list.caption")}
      columns={[
        { key: "change", label: t("list.change") },
        { key: "kind", label: t("list.kind") },
        { key: "since", label: t("list.since") },
        { key: "concerned", label: t("list.concerned"), numeric: true },
        { key: "rate", label: t("list.rate"), numeric: true },
        { key: "verdict", label: t("list.verdict") },
      ]}
      rows={rows.map((row) => {
        const { change, read } = row;
        const start = change.startActual ?? change.startPlanned;
        return {
          key: String(change.id),
          cells: [
            <Link key="title" href={href(change.id)} className="hover:underline">
              {change.title}
            </Link>,
            <span key="kind" className="text-ink-soft">
              {t(`kind.${change.kind}`)}
            </span>,
            <span key="since" className="inline-flex flex-wrap items-baseline justify-end gap-x-2 @xl:justify-start">
              <span className="whitespace-nowrap">{start ? figures.short(start) : t("list.noDay")}</span>
              {change.state !== "live" && <Tag>{t(`state.${change.state}`)}</Tag>}
              {change.state === "live" && !change.startConfirmed && <Tag>{t("unconfirmed")}</Tag>}
            </span>,
            read?.exposed == null ? "–" : figures.count(read.exposed),
            rate(row),
            verdict(row),
          ],
        };
      })}
    />
  );
}
