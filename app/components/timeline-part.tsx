import { getFormatter, getTranslations } from "next-intl/server";
import { Timeline } from "@/components/charts/timeline";
import { Section } from "@/components/ui/section";
import { came, changes, from, predicted, to } from "./samples";

export async function TimelinePart() {
  const [t, ui, format] = await Promise.all([getTranslations("components"), getTranslations("ui"), getFormatter()]);
  const short = (day: string) => format.dateTime(new Date(day), "short");
  return (
    <Section question={t("timeline.question")} subtitle={t("timeline.subtitle")}>
      <Timeline
        from={from}
        to={to}
        dateLabel={short}
        lanes={(["store", "product", "delivery"] as const).map((key) => ({ key, label: t(`timeline.lanes.${key}`) }))}
        marks={changes.map((change) => ({
          ...change,
          label: t(`timeline.${change.key}`),
          dayLabel: short(change.day),
          verdict: ui(`verdict.${change.kind}`),
          href: "/components#said",
        }))}
        curve={{ came, predicted, names: { came: t("timeline.came"), predicted: t("timeline.predicted") } }}
        words={{
          title: t("timeline.title"),
          description: t("timeline.description"),
          table: {
            summary: ui("table"),
            columns: [
              { key: "week", label: t("timeline.week") },
              { key: "came", label: t("timeline.came"), numeric: true },
              { key: "predicted", label: t("timeline.predicted"), numeric: true },
            ],
            rows: came.map((point, week) => ({
              key: point.day,
              cells: [
                short(point.day),
                format.number(point.value, "count"),
                format.number(predicted[week]?.value ?? 0, "count"),
              ],
            })),
          },
        }}
      />
    </Section>
  );
}
