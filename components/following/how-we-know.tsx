import { getTranslations } from "next-intl/server";
import { BalanceDots } from "@/components/charts/balance-dots";
import { Definition, type Item } from "@/components/ui/definition";
import { Section } from "@/components/ui/section";
import { type Figures, getFigures } from "./figures";
import { Placebos } from "./placebos";
import type { FollowingRead } from "./shapes";

type Words = Awaited<ReturnType<typeof getTranslations<"following">>>;
type Context = { read: FollowingRead; t: Words; figures: Figures; tz: string };

/** Who was compared with whom, by what, on which days, and what is not known. */
export async function HowWeKnow({ read, currency, tz }: { read: FollowingRead; currency: string; tz: string }) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const context = { read, t, figures, tz };
  const traits = read.how.balance.map((row) => ({ ...row, name: traitName(row.trait, t) }));
  return (
    <Section id="how" question={t("how.question")} subtitle={t("how.subtitle")}>
      <div className="grid gap-x-14 gap-y-8 lg:grid-cols-2">
        <div>
          <Definition items={[...whom(context), ...what(context), unknown(context)]} />
          <Placebos placebos={read.how.placebos} figures={figures} />
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
    </Section>
  );
}

const known = ["logFrequency", "recency", "logMonetary", "tenure", "logProducts", "seasonalShare"] as const;

function traitName(trait: string, t: Words): string {
  const found = known.find((one) => one === trait);
  return found ? t(`how.traitName.${found}`) : trait;
}

function whom({ read: { how }, t, figures }: Context): Item[] {
  const { exposed = 0, matched = 0, leftOut = 0, apart = 0, twins = 0 } = how.counts;
  const sizes = how.balance.map((row) => Math.abs(row.after));
  return [
    {
      key: "people",
      term: t("how.people"),
      detail: (
        <>
          {t("how.peopleText", {
            exposed: figures.count(exposed),
            matched: figures.count(matched),
            leftOut: figures.count(leftOut),
            apart: figures.count(apart),
          })}
          <span className="block text-ink-faint">
            {t("how.apartWhy")} {how.reached > 0 && t("how.reached", { count: how.reached })}
          </span>
        </>
      ),
    },
    { key: "twins", term: t("how.twins"), detail: t("how.twinsText", { twins: figures.count(twins), most: 5 }) },
    ...(sizes.length > 0
      ? [
          {
            key: "balance",
            term: t("how.balance"),
            detail: t("how.balanceText", {
              flagged: sizes.filter((size) => size >= 0.1).length,
              count: sizes.length,
              worst: figures.decimal(Math.max(...sizes)),
            }),
          },
        ]
      : []),
    {
      key: "mixed",
      term: t("how.mixed"),
      detail:
        how.overlaps.length === 0
          ? t("how.mixedNone")
          : how.overlaps.map((one) => (
              <span key={`${one.changeId} ${one.kind} ${one.share}`} className="block">
                {t("how.mixedText", {
                  title: one.kind === "later wave" ? t("how.laterWave") : one.title,
                  share: figures.percent(one.share),
                  how: one.matched ? "matched" : "other",
                })}
              </span>
            )),
    },
    ...(how.spillStores.length > 0
      ? [{ key: "spill", term: t("how.spill"), detail: t("how.spillText", { stores: figures.list(how.spillStores) }) }]
      : []),
  ];
}

function what({ read, t, figures, tz }: Context): Item[] {
  const { how } = read;
  return [
    {
      key: "days",
      term: t("how.days"),
      detail: (
        <>
          {t("how.daysText", {
            day0: figures.day(read.day0),
            through: figures.day(read.asOf),
            round: how.roundDays,
          })}
          {read.waiting && (
            <span className="block font-medium text-ink">
              {t("how.waiting", { store: read.waiting.store, day: figures.day(read.waiting.since) })}
            </span>
          )}
          {read.silent.map(({ store, since, exposed, twins }) => (
            <span key={store} className="block font-medium text-ink">
              {t("how.silent", { store, day: figures.day(since) })}{" "}
              {exposed === null || twins === null
                ? t("how.silentFew")
                : t("how.silentLeft", { exposed: figures.count(exposed), twins: figures.count(twins) })}
            </span>
          ))}
          {read.erased > 0 && <span className="block">{t("how.erased", { count: read.erased })}</span>}
        </>
      ),
    },
    {
      key: "alarm",
      term: t("how.alarm"),
      detail: t("how.alarmText", {
        alpha: figures.decimal(how.alpha),
        from: figures.day(how.alarmFrom),
        round: how.roundDays,
      }),
    },
    {
      key: "model",
      term: t("how.model"),
      detail: modelOf(how, { t, figures }),
    },
    {
      key: "method",
      term: t("how.method"),
      detail: t("how.methodText", {
        version: 1,
        seed: String(how.seed),
        strata: figures.count(how.strata),
        when: figures.moment(how.frozenAt, tz),
      }),
    },
  ];
}

function modelOf({ models, sampled }: FollowingRead["how"], { t, figures }: Pick<Context, "t" | "figures">) {
  const [model] = models;
  if (sampled) return t("sampled.why");
  return model ? <Model model={model} t={t} figures={figures} /> : t("how.modelNone");
}

type ModelProps = { model: FollowingRead["how"]["models"][number]; t: Words; figures: Figures };

/** The parameters of each group of customers; one line where all share the fit of everybody. */
function Model({ model, t, figures }: ModelProps) {
  const groups = [model.groups.store, model.groups.distance];
  const fits = [...new Map(groups.map((group) => [group.fittedOn, group])).values()];
  if (model.refusal || fits.every((fit) => fit.parameters === null)) return t("how.modelNone");
  return (
    <>
      {fits.map(
        (fit) =>
          fit.parameters && (
            <span key={fit.fittedOn} className="block">
              {t("how.modelText", {
                group: t(`how.group.${fit.fittedOn}`),
                fittedOn: figures.day(model.fittedOn),
                r: figures.decimal(fit.parameters.r),
                alpha: figures.decimal(fit.parameters.alpha),
                a: figures.decimal(fit.parameters.a),
                b: figures.decimal(fit.parameters.b),
              })}
            </span>
          ),
      )}
      <span className="block text-ink-faint">
        {model.value.kind === "gamma_gamma" ? t("how.valueGamma") : t("how.valueMeans")}
      </span>
    </>
  );
}

function unknown({ read, t }: Context): Item {
  return {
    key: "unknown",
    term: t("how.unknown"),
    detail: (
      <ul className="list-disc pl-4">
        {!read.how.calibrated && <li>{t("how.unknownCalibration")}</li>}
        <li>{t("how.unknownSides")}</li>
        <li>{t("how.unknownOther")}</li>
      </ul>
    ),
  };
}
