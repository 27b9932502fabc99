import { createTranslator } from "next-intl";
import type { BatchKind } from "../../db/schema";
import { messages } from "../../server/i18n/messages";
import { rejectSentence, type StoredReject } from "../../server/ingest/reject-sentence";
import type { BatchReport } from "../../server/ingest/report";

const SHOWN = 10;

/** What an import did, for a terminal. */
export function printReport(
  report: BatchReport,
  about: {
    currency: string;
    firstDay: string | null;
    lastDay: string | null;
    rejects: StoredReject[];
    kind: BatchKind;
  },
  out: (line: string) => void,
): void {
  const t = createTranslator({ locale: "en", messages: messages.en, namespace: "ingest.command" });
  out(t("done", { seconds: report.seconds.toFixed(1) }));
  out(`  ${t("lines", { ...count(report) })}`);
  if (about.kind === "purchases") {
    out(`  ${t("purchases", { ...count(report) })}`);
    out(`  ${t("sum", { sum: report.sum, currency: about.currency, roundingDifference: report.roundingDifference })}`);
  } else if (report.customers > 0) out(`  ${t("people", { ...count(report) })}`);
  if (about.kind === "customers") out(`  ${t("identities", { ...count(report) })}`);
  if (report.sharedIdentities > 0) out(`  ${t("shared", { n: report.sharedIdentities })}`);
  if (about.firstDay && about.lastDay) out(`  ${t("days", { first: about.firstDay, last: about.lastDay })}`);
  const { movedForward: forward, firstOfTwo: first } = report;
  if (forward + first > 0) out(`  ${t("clock", { forward, first })}`);
  if (report.receiptsInTwoFiles > 0) out(`  ${t("cut", { n: report.receiptsInTwoFiles })}`);
  if (report.refused === 0) return;
  out(t("rejects"));
  for (const reject of about.rejects.slice(0, SHOWN)) out(`  ${rejectSentence(reject, "en")}`);
  if (report.refused > SHOWN) out(`  ${t("more", { n: report.refused - SHOWN })}`);
}

function count(report: BatchReport): Record<string, number> {
  return Object.fromEntries(
    Object.entries(report).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}
