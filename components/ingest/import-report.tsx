import { useFormatter, useTranslations } from "next-intl";
import { Definition } from "@/components/ui/definition";
import { Section } from "@/components/ui/section";
import type { ShownBatch } from "@/server/ingest/schema";

/** What an import brought, counted. */
export function ImportReport({ batch, currency }: { batch: ShownBatch; currency: string }) {
  const t = useTranslations("ingest");
  const format = useFormatter();
  const { report } = batch;
  const value = (name: string) => Number(report[name] ?? 0);
  const count = (name: string) => format.number(value(name), "count");
  const day = (iso: string) => format.dateTime(new Date(iso), "day");
  const isPurchases = batch.kind === "purchases";
  const met = (name: "customers" | "stores" | "products") => isPurchases || value(name) > 0;
  const money = (amount: unknown) => format.number(Number(amount ?? 0), { style: "currency", currency });
  const items = [
    { name: "rows", detail: count("rows") },
    { name: "inserted", detail: count("inserted") },
    { name: "unchanged", detail: count("unchanged") },
    { name: "corrected", detail: count("corrected") },
    { name: "replaced", detail: count("replaced"), only: isPurchases },
    { name: "refused", detail: count("refused") },
    { name: "repeated", detail: count("repeated"), only: value("repeated") > 0 },
    { name: "receipts", detail: count("receipts"), only: isPurchases },
    {
      name: "customers",
      detail: t("report.ofNew", { n: value("customers"), made: value("newCustomers") }),
      only: met("customers"),
    },
    {
      name: "stores",
      detail: t("report.ofNew", { n: value("stores"), made: value("newStores") }),
      only: met("stores"),
    },
    {
      name: "products",
      detail: t("report.ofNew", { n: value("products"), made: value("newProducts") }),
      only: met("products"),
    },
    { name: "identities", detail: count("identities"), only: value("identities") > 0 },
    { name: "sharedIdentities", detail: count("sharedIdentities"), only: value("sharedIdentities") > 0 },
    { name: "joinsProposed", detail: count("joinsProposed"), only: value("joinsProposed") > 0 },
    { name: "refunds", detail: count("refunds"), only: isPurchases },
    { name: "adjustments", detail: count("adjustments"), only: value("adjustments") > 0 },
    { name: "sum", detail: money(report.sum), only: isPurchases },
    { name: "rounding", detail: `${String(report.roundingDifference ?? "0")} ${currency}`, only: isPurchases },
    { name: "movedForward", detail: count("movedForward"), only: value("movedForward") > 0 },
    { name: "firstOfTwo", detail: count("firstOfTwo"), only: value("firstOfTwo") > 0 },
    { name: "receiptsInTwoFiles", detail: count("receiptsInTwoFiles"), only: value("receiptsInTwoFiles") > 0 },
  ] as const;
  return (
    <Section
      question={t("report.title")}
      subtitle={
        batch.firstDay && batch.lastDay
          ? t("report.days", { first: day(batch.firstDay), last: day(batch.lastDay) })
          : undefined
      }
    >
      <div className="max-w-2xl">
        <Definition
          items={items
            .filter((item) => !("only" in item) || item.only)
            .map(({ name, detail }) => ({ key: name, term: t(`report.${name}`), detail }))}
        />
      </div>
    </Section>
  );
}
