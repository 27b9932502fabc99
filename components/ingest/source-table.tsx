import { useFormatter, useTranslations } from "next-intl";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ShownSource } from "@/server/ingest/schema";

/** Each source: through which day it is complete, when it last delivered, how often it should. */
export function SourceTable({ sources, tz }: { sources: readonly ShownSource[]; tz: string }) {
  const t = useTranslations("ingest");
  const format = useFormatter();
  return (
    <Table
      caption={t("sources.title")}
      columns={[
        { key: "name", label: t("sources.name") },
        { key: "through", label: t("sources.through") },
        { key: "last", label: t("sources.last") },
        { key: "expected", label: t("sources.expected") },
        { key: "imports", label: t("sources.imports"), numeric: true },
      ]}
      rows={sources.map((source) => ({
        key: String(source.id),
        cells: [
          source.sampleOfLines ? `${source.name} (${t("sources.isSample")})` : source.name,
          source.completeThrough
            ? format.dateTime(new Date(source.completeThrough), "day")
            : t("sources.throughUnknown"),
          source.lastDelivery ? (
            <Time key="last" at={source.lastDelivery.toISOString()}>
              {format.dateTime(source.lastDelivery, "minute", { timeZone: tz })}
            </Time>
          ) : (
            t("sources.never")
          ),
          source.expectedEvery ? t("sources.every", { n: source.expectedEvery }) : t("sources.notAgreed"),
          format.number(source.imports, "count"),
        ],
      }))}
    />
  );
}
