import type { getTranslations } from "next-intl/server";
import { Whisker } from "@/components/charts/whisker";
import { Hidden } from "@/components/ui/hidden";
import { type Row, Table } from "@/components/ui/table";
import { type BreakdownRow, foldRows, type Sort, sortRows } from "./breakdown-rows";
import type { Figures } from "./figures";
import type { BreakdownShown } from "./shapes";

/** A row's place in the reader's words. */
export type NameOf = (row: BreakdownRow) => string;
type Context = {
  t: Awaited<ReturnType<typeof getTranslations<"following">>>;
  ui: Awaited<ReturnType<typeof getTranslations<"ui">>>;
  figures: Figures;
  nameOf: NameOf;
};
type Props = { shown: BreakdownShown["dimensions"][number]; order: Sort; context: Context };

/** The first and the last rows; those between them one click away. */
export function BreakdownTable({ shown, order, context }: Props) {
  const { t, figures } = context;
  const { first, between, last } = foldRows(sortRows(shown.rows, order));
  const columns = [
    { key: "name", label: t(`breakdown.by.${shown.dimension}`) },
    { key: "exposed", label: t("breakdown.exposed"), numeric: true },
    { key: "twins", label: t("breakdown.twins"), numeric: true },
    { key: "rate", label: t("breakdown.rate") },
    { key: "missing", label: t("breakdown.missing"), numeric: true },
  ];
  const caption = t("breakdown.caption", { by: t(`breakdown.by.${shown.dimension}`) });
  const rowsOf = (rows: readonly BreakdownRow[]) => rows.map((row) => cellsOf(row, context));
  const { total } = shown;
  const all: Row = {
    key: "total",
    cells: [
      t("breakdown.total"),
      figures.count(total.exposed),
      "",
      total.expected > 0 ? figures.percent(total.observed / total.expected) : "–",
      figures.signed(total.missing),
    ],
  };
  if (between.length === 0) return <Table caption={caption} columns={columns} rows={[...rowsOf(first), all]} />;
  return (
    <>
      <Table caption={caption} columns={columns} rows={rowsOf(first)} />
      <details className="border-hairline border-b py-2">
        <summary className="touch link text-ink-soft text-small">
          {t("breakdown.more", { count: between.length })}
        </summary>
        <Table caption={caption} columns={columns} rows={rowsOf(between)} />
      </details>
      <Table caption={caption} columns={columns} rows={[...rowsOf(last), all]} />
    </>
  );
}

function cellsOf(row: BreakdownRow, { t, ui, figures, nameOf }: Context): Row {
  const key = row.ref ?? "unknown";
  if (row.hidden) return { key, cells: [nameOf(row), <Hidden key="n">{t("breakdown.hidden")}</Hidden>, "", "", ""] };
  const { rate, missing } = row;
  return {
    key,
    cells: [
      nameOf(row),
      figures.count(row.exposed),
      figures.count(row.twins),
      rate === null ? (
        <span key="rate" className="text-ink-faint">
          {t("breakdown.few")}
        </span>
      ) : (
        <span
          key="rate"
          className="w-full max-w-64 sm:inline-grid grid-cols-[7.5rem_minmax(4rem,1fr)] items-center gap-x-3"
        >
          <span className="whitespace-nowrap">
            <strong className="font-semibold">{figures.percent(rate.ratio)}</strong>{" "}
            <span className="text-ink-soft">
              {rate.upper !== null &&
                ui("interval", { low: figures.limit(rate.lower), high: figures.limit(rate.upper) })}
            </span>
          </span>
          <span className="max-sm:hidden">
            <Whisker kind="early" value={rate.ratio} low={rate.lower} high={rate.upper ?? rate.ratio} />
          </span>
        </span>
      ),
      <span key="missing" className="whitespace-nowrap">
        {figures.signed(missing.value)}{" "}
        {missing.lower !== null && missing.upper !== null && (
          <span className="text-ink-soft">
            {ui("interval", { low: figures.signed(missing.lower), high: figures.signed(missing.upper) })}
          </span>
        )}
      </span>,
    ],
  };
}
