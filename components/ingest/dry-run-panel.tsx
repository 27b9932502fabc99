import { useFormatter, useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Section } from "@/components/ui/section";
import type { MappingPage, Tried } from "@/server/ingest/schema";
import { DryRunRows } from "./dry-run-rows";
import { KeepFresh } from "./keep-fresh";

type Props = {
  dryRun: MappingPage["dryRun"];
  kind: MappingPage["batch"]["kind"];
  currency: string;
  /** Why the file cannot be read with the mapping as it stands. */
  fault: string | null;
  /** Why rows would be refused, by line. */
  words: Readonly<Record<number, string>>;
};

/** What importing the file with the mapping as it stands would do; nothing has been written. */
export function DryRunPanel({ dryRun, kind, currency, fault, words }: Props) {
  const t = useTranslations("ingest");
  if (dryRun === null) {
    return (
      <Section question={t("dryRun.title")} subtitle={t("dryRun.tryingHint")}>
        <div className="max-w-xl" aria-live="polite">
          <Progress id="dry-run-progress" label={t("dryRun.trying")} max={100} />
          <KeepFresh everyMs={1000} />
        </div>
      </Section>
    );
  }
  if ("fault" in dryRun) return <Notice kind="error" title={fault} />;
  return (
    <Section question={t("dryRun.title")} subtitle={<Totals tried={dryRun} kind={kind} currency={currency} />}>
      {dryRun.rows.length > 0 && <DryRunRows rows={dryRun.rows} words={words} />}
    </Section>
  );
}

type TotalsProps = { tried: Tried; kind: Props["kind"]; currency: string };

/** All that would happen, counted; said of the first rows where the file is longer. */
function Totals({ tried: { report, whole }, kind, currency }: TotalsProps) {
  const t = useTranslations("ingest");
  const format = useFormatter();
  const { rows, inserted, corrected, replaced, unchanged, refused, newCustomers, newStores, newProducts } = report;
  const sentences = [
    !whole && t("dryRun.part", { rows }),
    t("dryRun.counted", { rows, made: inserted - madeAgain(kind, corrected), corrected, unchanged, refused }),
    replaced > 0 && t("dryRun.replaced", { n: replaced }),
    newCustomers + newStores + newProducts > 0 &&
      t("dryRun.people", { n: newCustomers, stores: newStores, products: newProducts }),
    kind === "purchases" &&
      t("dryRun.withSum", { sum: format.number(Number(report.sum), { style: "currency", currency }) }),
  ];
  return sentences.filter((one) => one !== false).join(" ");
}

/** Of rows that are never updated a corrected one is also a new one: it is told once. */
function madeAgain(kind: Props["kind"], corrected: number): number {
  const updated = ["stores", "products", "customers", "changes", "change_customers"] as const;
  return updated.some((one) => one === kind) ? 0 : corrected;
}
