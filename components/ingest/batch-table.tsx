import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ShownBatch } from "@/server/ingest/schema";

type Props = { batches: readonly ShownBatch[]; href: (id: number) => string; tz: string };

/** The latest imports, with what each brought. */
export async function BatchTable({ batches, href, tz }: Props) {
  const [t, format] = await Promise.all([getTranslations("ingest"), getFormatter()]);
  const number = (value: unknown) => format.number(typeof value === "number" ? value : 0, "count");
  const isDone = (batch: ShownBatch) => batch.state === "done";
  return (
    <Table
      caption={t("imports.title")}
      columns={[
        { key: "when", label: t("imports.when") },
        { key: "source", label: t("imports.source") },
        { key: "kind", label: t("imports.kind") },
        { key: "state", label: t("imports.state") },
        { key: "new", label: t("imports.inserted"), numeric: true },
        { key: "corrected", label: t("imports.corrected"), numeric: true },
        { key: "refused", label: t("imports.refused"), numeric: true },
      ]}
      rows={batches.map((batch) => ({
        key: String(batch.id),
        cells: [
          <Link key="when" href={href(batch.id)} className="link touch">
            <Time at={batch.createdAt.toISOString()}>
              {format.dateTime(batch.createdAt, "minute", { timeZone: tz })}
            </Time>
          </Link>,
          batch.source,
          t(`kind.${batch.kind}`),
          t(`state.${batch.state}`),
          isDone(batch) ? number(batch.report.inserted) : "–",
          isDone(batch) ? number(Number(batch.report.corrected ?? 0) + Number(batch.report.replaced ?? 0)) : "–",
          isDone(batch) ? number(batch.report.refused) : "–",
        ],
      }))}
    />
  );
}
