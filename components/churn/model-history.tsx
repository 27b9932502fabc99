import { getFormatter, getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import type { ModelShown } from "@/server/churn/schema";
import { reasonKey } from "./in-force";

/** The models that were in force, the latest first, and why each was made. */
export async function ModelHistory({ history }: Pick<ModelShown, "history">) {
  const [t, figures, format] = await Promise.all([getTranslations("churn.history"), getFigures("EUR"), getFormatter()]);
  const four = (value: number | undefined) =>
    value === undefined ? "–" : format.number(value < 1e-100 ? 0 : value, { maximumSignificantDigits: 4 });
  return (
    <Section question={t("question")} subtitle={t("subtitle")}>
      <Table
        caption={t("question")}
        columns={[
          { key: "from", label: t("from") },
          { key: "reason", label: t("reason") },
          { key: "r", label: "r", numeric: true },
          { key: "alpha", label: "α", numeric: true },
          { key: "a", label: "a", numeric: true },
          { key: "b", label: "b", numeric: true },
        ]}
        rows={history.map(({ id, validFrom, reason, parameters }) => ({
          key: `${id}`,
          cells: [
            figures.day(validFrom),
            t(`reasons.${reasonKey(reason)}`),
            ...[four(parameters?.r), four(parameters?.alpha), four(parameters?.a), four(parameters?.b)],
          ],
        }))}
      />
    </Section>
  );
}
