import { getFormatter, getTranslations } from "next-intl/server";
import { SharesBar } from "@/components/charts/shares-bar";
import { Section } from "@/components/ui/section";
import { ladder, unknownRevenue } from "./samples";

export async function LadderPart() {
  const [t, ui, format] = await Promise.all([getTranslations("components"), getTranslations("ui"), getFormatter()]);
  const percent = (share: number) => format.number(share, "percent");
  return (
    <Section question={t("ladder.question")} subtitle={t("ladder.subtitle")}>
      <SharesBar
        rows={[
          ...ladder.map((row) => ({ ...row, label: t(`ladder.${row.key}`), value: percent(row.share) })),
          {
            key: "unknown",
            label: t("ladder.unknown"),
            share: unknownRevenue,
            value: percent(unknownRevenue),
            ground: "hatched" as const,
          },
        ]}
        words={{
          title: t("ladder.question"),
          description: t("ladder.subtitle"),
          table: {
            summary: ui("table"),
            columns: [
              { key: "level", label: t("ladder.level") },
              { key: "customers", label: t("ladder.customers"), numeric: true },
              { key: "revenue", label: t("ladder.revenue"), numeric: true },
            ],
            rows: [
              ...ladder.map((row) => ({
                key: row.key,
                cells: [t(`ladder.${row.key}`), percent(row.share), percent(row.second)],
              })),
              { key: "unknown", cells: [t("ladder.unknown"), "–", percent(unknownRevenue)] },
            ],
          },
        }}
      />
    </Section>
  );
}
