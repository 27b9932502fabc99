import { getTranslations } from "next-intl/server";
import { BalanceDots } from "@/components/charts/balance-dots";
import { Definition, type Item } from "@/components/ui/definition";
import { Section } from "@/components/ui/section";
import { getFigures } from "./figures";
import type { HowContext } from "./how-context";
import { whatItems } from "./how-what";
import { whomItems } from "./how-whom";
import { Placebos } from "./placebos";
import type { FollowingRead } from "./shapes";

/** Who was compared with whom, by what, on which days, and what is not known. */
export async function HowWeKnow({ read, currency, tz }: { read: FollowingRead; currency: string; tz: string }) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const context = { read, t, figures, tz };
  const matched = (read.how.counts.matched ?? 0) > 0;
  const traits = (matched ? read.how.balance : []).map((row) => ({ ...row, name: traitName(row.trait, t) }));
  return (
    <Section id="how" question={t("how.question")} subtitle={t("how.subtitle")}>
      <div className="grid gap-x-14 gap-y-8 lg:grid-cols-2">
        <div>
          <Definition items={[...whomItems(context), ...whatItems(context), unknown(context)]} />
        </div>
        {traits.length > 0 && (
          <div>
            <h3 className="mb-1 font-semibold text-body text-ink">{t("how.traits")}</h3>
            <p className="mb-3 text-ink-soft text-small">{t("how.traitsSubtitle")}</p>
            <BalanceDots
              number={figures.decimal}
              legend={{ before: t("how.before"), after: t("how.after") }}
              traits={traits.map((row) => ({
                key: row.trait,
                label: row.name,
                before: row.before,
                after: row.after,
                value: figures.decimal(row.after),
              }))}
              words={{
                title: t("how.traits"),
                description: t("how.traitsSubtitle"),
                table: {
                  summary: ui("table"),
                  columns: [
                    { key: "trait", label: t("how.trait") },
                    { key: "before", label: t("how.before"), numeric: true },
                    { key: "after", label: t("how.after"), numeric: true },
                  ],
                  rows: traits.map((row) => ({
                    key: row.trait,
                    cells: [row.name, figures.decimal(row.before), figures.decimal(row.after)],
                  })),
                },
              }}
            />
          </div>
        )}
      </div>
      <div className="mt-4">
        <Placebos placebos={read.how.placebos} figures={figures} />
      </div>
    </Section>
  );
}

const known = ["logFrequency", "recency", "logMonetary", "tenure", "logProducts", "seasonalShare"] as const;

function traitName(trait: string, t: HowContext["t"]): string {
  const found = known.find((one) => one === trait);
  return found ? t(`how.traitName.${found}`) : trait;
}

function unknown({ read, t }: HowContext): Item {
  return {
    key: "unknown",
    term: t("how.unknown"),
    detail: (
      <ul className="list-disc pl-4">
        {!read.how.calibrated && read.how.unmeasurable === null && <li>{t("how.unknownCalibration")}</li>}
        <li>{t("how.unknownSides")}</li>
        <li>{t("how.unknownOther")}</li>
      </ul>
    ),
  };
}
