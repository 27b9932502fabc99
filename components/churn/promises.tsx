import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import type { ModelShown } from "@/server/churn/schema";
import { PromisePlot } from "./promise-plot";

/** Whether as many come back as were promised: the calibration plot, with its figures in words and in a table. */
export async function Promises({ calibration }: Pick<ModelShown, "calibration">) {
  const [t, figures] = await Promise.all([getTranslations("churn.promises"), getFigures("EUR")]);
  if (calibration?.kind !== "read") {
    return (
      <Section question={t("question")}>
        <Empty title={t("nothing")}>{calibration && t(`why.${calibration.why}`)}</Empty>
      </Section>
    );
  }
  const { from, to, n, promised, kept, ratio, low, high, bins } = calibration;
  const said = {
    ...{ n: figures.count(n), promised: figures.count(Math.round(promised)), kept: figures.count(kept) },
    ...{ ratio: figures.percent(ratio), low: figures.percent(low), high: figures.percent(high) },
  };
  return (
    <Section question={t("question")} subtitle={t("subtitle", { from: figures.day(from), to: figures.day(to) })}>
      <p className="mb-6 max-w-prose text-ink-soft">{t("fits", said)}</p>
      <PromisePlot
        bins={bins}
        names={{ across: t("across"), up: t("up") }}
        shareLabel={figures.percent}
        words={{
          title: t("question"),
          description: t("description"),
          caption: t("caption"),
          table: {
            summary: t("figures"),
            columns: [
              { key: "n", label: t("people"), numeric: true },
              { key: "promised", label: t("promised"), numeric: true },
              { key: "kept", label: t("came"), numeric: true },
              { key: "interval", label: t("interval"), numeric: true },
            ],
            rows: bins.map((bin, i) => ({
              key: `${i}`,
              cells: [
                figures.count(bin.n),
                figures.percent(bin.promised),
                figures.percent(bin.kept),
                t("between", { low: figures.percent(bin.low), high: figures.percent(bin.high) }),
              ],
            })),
          },
        }}
      />
    </Section>
  );
}
