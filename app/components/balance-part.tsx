import { getFormatter, getTranslations } from "next-intl/server";
import { BalanceDots } from "@/components/charts/balance-dots";
import { Section } from "@/components/ui/section";
import { traits } from "./samples";

export async function BalancePart() {
  const [t, ui, format] = await Promise.all([getTranslations("components"), getTranslations("ui"), getFormatter()]);
  const decimal = (value: number) => format.number(value, "decimal");
  return (
    <Section question={t("balance.question")} subtitle={t("balance.subtitle")}>
      <BalanceDots
        number={(value) => format.number(value)}
        traits={traits.map((trait) => ({ ...trait, label: t(`balance.${trait.key}`), value: decimal(trait.after) }))}
        legend={{ before: t("balance.before"), after: t("balance.after") }}
        words={{
          title: t("balance.title"),
          description: t("balance.subtitle"),
          table: {
            summary: ui("table"),
            columns: [
              { key: "trait", label: t("balance.trait") },
              { key: "before", label: t("balance.before"), numeric: true },
              { key: "after", label: t("balance.after"), numeric: true },
            ],
            rows: traits.map((trait) => ({
              key: trait.key,
              cells: [t(`balance.${trait.key}`), decimal(trait.before), decimal(trait.after)],
            })),
          },
        }}
      />
    </Section>
  );
}
