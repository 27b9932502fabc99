import { useFormatter, useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import type { MappingPage } from "@/server/ingest/schema";

type Props = {
  dryRun: MappingPage["dryRun"];
  kind: MappingPage["batch"]["kind"];
  currency: string;
  fault: string | null;
  words: readonly string[];
};

const columns = {
  purchases: ["when", "store", "customer", "product", "quantity", "amount", "kind", "channel"],
  survey_responses: ["when", "customer", "score", "text"],
  interactions: ["when", "customer", "kind", "channel", "store", "text"],
} as const;
const numeric = new Set<string>(["quantity", "amount", "score"]);

/** What the first rows of the file become with the mapping as it stands; nothing has been written. */
export function DryRunPanel({ dryRun, kind, currency, fault, words }: Props) {
  const t = useTranslations("ingest");
  const format = useFormatter();
  if ("fault" in dryRun) return <Notice kind="error" title={fault} />;
  const { kept, refused, rows, rejects, sum } = dryRun;
  const counted = { kept: format.number(kept, "count"), refused: format.number(refused, "count") };
  const cell = (key: string, text: string) => (key === "amount" ? format.number(Number(text), "decimal") : text);
  const money = format.number(Number(sum), { style: "currency", currency });
  return (
    <Section
      question={t("dryRun.title")}
      subtitle={kind === "purchases" ? t("dryRun.withSum", { ...counted, sum: money }) : t("dryRun.counted", counted)}
    >
      {rows.length > 0 && (
        <Table
          caption={t("dryRun.title")}
          columns={columns[kind].map((key) => ({ key, label: t(`dryRun.${key}`), numeric: numeric.has(key) }))}
          rows={rows.map((row, i) => ({
            key: String(i),
            cells: columns[kind].map((key) => cell(key, row[key] ?? "")),
          }))}
        />
      )}
      {rejects.length > 0 && (
        <ul className="mt-4 grid gap-1 text-ink-soft text-small">
          {rejects.map((reject, i) => (
            <li key={reject.line}>{t("atLine", { file: reject.file, line: reject.line, sentence: words[i] ?? "" })}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
