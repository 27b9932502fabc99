import { getFormatter, getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import type { ModelShown } from "@/server/churn/schema";

type Model = NonNullable<ModelShown["model"]>;

const NAMES = ["r", "alpha", "a", "b"] as const;
const SYMBOLS = { r: "r", alpha: "α", a: "a", b: "b" };
/** A parameter held at the edge at which nobody is seen to leave stands for 0. */
const EDGE = 1e-100;

/** The parameters in force with their standard errors, the gaps, and whether the worth of an occasion is modelled. */
export async function InForce({ model }: { model: Model }) {
  const [t, reasons, figures, format] = await Promise.all([
    getTranslations("churn.parameters"),
    getTranslations("churn.history.reasons"),
    getFigures("EUR"),
    getFormatter(),
  ]);
  const four = (value: number) => format.number(value, { maximumSignificantDigits: 4 });
  const cell = (group: Model["groups"][number], name: (typeof NAMES)[number]) => {
    const [value, error] = [group.parameters?.[name], group.standardErrors?.[name]];
    if (value === undefined || error === undefined) return "–";
    if (group.parameters && group.parameters.a < EDGE && (name === "a" || name === "b"))
      return name === "a" ? t("edge", { value: "0" }) : "–";
    return t("value", { value: four(value), error: format.number(error, { maximumSignificantDigits: 2 }) });
  };
  const refused = model.groups.find(({ parameters }) => parameters === null);
  const reason = reasons(reasonKey(model.reason));
  return (
    <Section
      question={t("question")}
      subtitle={t("subtitle", { from: figures.day(model.validFrom), on: figures.day(model.fittedOn), reason })}
    >
      {model.sampled && <p className="mb-4 max-w-prose text-ink-soft">{t("sampled")}</p>}
      {refused?.why && !model.sampled && (
        <p className="mb-4 max-w-prose text-ink-soft">
          {t("refused", { why: refused.why.replaceAll(" ", ""), have: refused.have ?? 0, need: refused.need ?? 0 })}
        </p>
      )}
      <Table
        caption={t("caption")}
        columns={[
          { key: "group", label: t("group") },
          ...NAMES.map((name) => ({ key: name, label: SYMBOLS[name], numeric: true })),
          { key: "people", label: t("people"), numeric: true },
          { key: "repeaters", label: t("repeaters"), numeric: true },
        ]}
        rows={model.groups.map((group) => ({
          key: group.group,
          cells: [
            t(`groups.${group.group}`),
            ...NAMES.map((name) => cell(group, name)),
            group.people === null ? "–" : figures.count(group.people),
            group.repeaters === null ? "–" : figures.count(group.repeaters),
          ],
        }))}
      />
      {model.gaps.map(({ group, n, days }) => (
        <p key={group} className="mt-3 max-w-prose text-ink-soft text-small">
          {t("gaps", { days: figures.count(Math.round(days)), group: t(`groups.${group}`), n: figures.count(n) })}
        </p>
      ))}
    </Section>
  );
}

const REASONS = ["first", "weekly", "late rows", "calibration", "sample of lines", "past day"] as const;

/** Why a model was made, as the words know it. */
export function reasonKey(reason: string): (typeof REASONS)[number] {
  return REASONS.find((known) => known === reason) ?? "past day";
}

export async function Worth({ worth }: Pick<Model, "worth">) {
  const [t, figures] = await Promise.all([getTranslations("churn.worth"), getFigures("EUR")]);
  const pearson = figures.decimal(worth.pearson ?? 0);
  const spearman = figures.decimal(worth.spearman ?? 0);
  const known = worth.pearson === null ? "no" : "yes";
  return (
    <Section question={t("question")}>
      <p className="max-w-prose text-ink-soft">
        {worth.used
          ? t("used", { pearson, spearman })
          : t("unused", { why: (worth.why ?? "").replaceAll(" ", ""), known, pearson, spearman })}
      </p>
    </Section>
  );
}
