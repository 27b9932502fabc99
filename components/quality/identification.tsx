import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Empty } from "@/components/ui/empty";
import { Table } from "@/components/ui/table";
import type { Quality } from "@/server/quality/schema";

/** The share of purchases that nobody's name stands on, by store, and by week behind it. */
export async function Identification({ quality }: { quality: Quality }) {
  const [t, ui, figures] = await Promise.all([getTranslations("quality"), getTranslations("ui"), getFigures("EUR")]);
  const { measured, stores } = quality.identification;
  if (stores.length === 0) return <Empty title={t("identification.none")} />;
  const share = (part: number, all: number) => (all > 0 ? figures.percent(part / all) : t("unsaid"));
  const weeks = stores[0]?.weeks.map(({ week }) => week) ?? [];
  return (
    <>
      <Table
        caption={t("identification.question")}
        columns={[
          { key: "store", label: t("store") },
          { key: "lines", label: t("identification.lines"), numeric: true },
          { key: "receipts", label: t("identification.receipts"), numeric: true },
          { key: "revenue", label: t("identification.revenue"), numeric: true },
          { key: "unrecognised", label: t("identification.unrecognised"), numeric: true },
        ]}
        rows={stores.map(({ storeId, name, lines, receipts, revenue }) => ({
          key: String(storeId),
          cells: [
            name,
            share(lines.unknown, lines.all),
            share(receipts.unknown, receipts.all),
            share(revenue.unknown, revenue.all),
            measured ? share(revenue.unrecognised, revenue.all) : t("identification.notMeasured"),
          ],
        }))}
      />
      <details className="mt-2 text-small print:hidden">
        <summary className="touch link inline-block list-none text-ink-faint hover:text-ink">
          {t("identification.byWeek")} · {ui("table")}
        </summary>
        <div className="mt-2 border-hairline border-l pl-3">
          <Table
            caption={t("identification.byWeek")}
            columns={[
              { key: "store", label: t("store") },
              ...weeks.map((week) => ({ key: week, label: figures.short(week), numeric: true })),
            ]}
            rows={stores.map(({ storeId, name, weeks: own }) => ({
              key: String(storeId),
              cells: [name, ...own.map(({ share: part }) => (part === null ? t("unsaid") : figures.percent(part)))],
            }))}
          />
        </div>
      </details>
    </>
  );
}
