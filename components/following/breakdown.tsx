import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Whisker } from "@/components/charts/whisker";
import { Hidden } from "@/components/ui/hidden";
import { Section } from "@/components/ui/section";
import { type Row, Table } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { Why } from "@/components/ui/why";
import { type BreakdownRow, foldRows, SORTS, type Sort, sortRows } from "./breakdown-rows";
import { type Figures, getFigures } from "./figures";
import type { BreakdownShown } from "./shapes";

type Words = Awaited<ReturnType<typeof getTranslations<"following">>>;
type Dimension = BreakdownShown["dimensions"][number];
type Context = { t: Words; ui: Awaited<ReturnType<typeof getTranslations<"ui">>>; figures: Figures; nameOf: NameOf };
type NameOf = (row: BreakdownRow) => string;

type Props = {
  breakdown: BreakdownShown;
  /** Address of the change's page. */
  here: string;
  by: string | undefined;
  sort: string | undefined;
  currency: string;
  minGroup: number;
};

/** Where returns are missing: those concerned by main store, main category, main channel. Described, not watched. */
export async function Breakdown({ breakdown, here, by, sort, currency, minGroup }: Props) {
  const [t, ui, channels, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getTranslations("changes.channel"),
    getFigures(currency),
  ]);
  const shown = breakdown.dimensions.find(({ dimension }) => dimension === by) ?? breakdown.dimensions[0];
  if (!shown) return null;
  const order = SORTS.find((one) => one === sort) ?? "missing";
  const nameOf: NameOf = ({ name }) => {
    if (name === null) return t("breakdown.unknown");
    return shown.dimension === "channel" && channels.has(name as "store") ? channels(name as "store") : name;
  };
  const href = (dimension: string, one: Sort) => `${here}?by=${dimension}&sort=${one}#breakdown`;
  const round = breakdown.stretch.kind === "round";
  return (
    <Section
      id="breakdown"
      question={t("breakdown.question")}
      subtitle={t("breakdown.subtitle")}
      aside={
        <a href={`${here}/breakdown`} className="touch link" download>
          {t("breakdown.csv")}
        </a>
      }
    >
      <Tabs
        label={t("breakdown.view")}
        tabs={breakdown.dimensions.map(({ dimension, rows }) => ({
          href: href(dimension, order),
          label: t(`breakdown.by.${dimension}`),
          count: figures.count(rows.length),
          current: dimension === shown.dimension,
        }))}
      />
      <Order t={t} current={order} href={(one) => href(shown.dimension, one)} />
      <Rows shown={shown} order={order} context={{ t, ui, figures, nameOf }} />
      <div className="mt-3 grid max-w-prose gap-2 text-ink-faint text-small">
        <p>{t("breakdown.many", { rows: shown.rows.length })}</p>
        {shown.rows.some(({ hidden }) => hidden) && <p>{t("breakdown.hiddenNote", { threshold: minGroup })}</p>}
        <Why label={ui("why")}>
          {t(round ? "breakdown.whyRound" : "breakdown.whySoFar", { days: breakdown.roundDays })}
        </Why>
      </div>
    </Section>
  );
}

function Order({ t, current, href }: { t: Words; current: Sort; href: (sort: Sort) => string }) {
  return (
    <p className="my-2 flex flex-wrap gap-x-4 text-ink-faint text-small print:hidden">
      <span>{t("breakdown.order")}</span>
      {SORTS.map((one) => (
        <Link
          key={one}
          href={href(one)}
          aria-current={one === current ? "true" : undefined}
          className="touch hover:text-ink hover:underline aria-[current=true]:font-semibold aria-[current=true]:text-ink"
        >
          {t(`breakdown.sort.${one}`)}
        </Link>
      ))}
    </p>
  );
}

/** The first and the last rows; those between them one click away. */
function Rows({ shown, order, context }: { shown: Dimension; order: Sort; context: Context }) {
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
