import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/section";
import { type Row, Table } from "@/components/ui/table";
import { Why } from "@/components/ui/why";
import type { PartsOf } from "@/server/following/schema";
import { type Figures, getFigures } from "./figures";

type Parts = PartsOf<"shift">;
type Metric = Parts["metrics"][number];
type Words = Awaited<ReturnType<typeof getTranslations<"following">>>;

/** Purchases, baskets, revenue, refunds, complaints: what moved among those concerned against their twins. */
export async function Shift({ shift, currency }: { shift: Parts | null; currency: string }) {
  if (!shift) return null;
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const moved = shift.metrics.filter((one) => one.kind === "shift" && one.moved);
  const names = figures.list(moved.map(({ metric }) => t(`shift.metric.${metric}`)));
  return (
    <Section
      id="shift"
      question={t("shift.question")}
      subtitle={t("shift.subtitle", {
        from: figures.day(shift.after.from),
        to: figures.day(shift.after.to),
        days: shift.perDays,
      })}
    >
      <Table
        caption={t("shift.caption")}
        columns={[
          { key: "metric", label: t("shift.figure", { days: shift.perDays }) },
          { key: "concerned", label: t("shift.concerned"), numeric: true },
          { key: "twins", label: t("shift.twins"), numeric: true },
          { key: "shift", label: t("shift.moved"), numeric: true },
        ]}
        rows={shift.metrics.map((one) => rowOf(one, t, figures))}
      />
      <p className="mt-3 text-ink text-small">
        {moved.length > 0 ? t("shift.some", { metrics: names }) : t("shift.none")}
      </p>
      <div className="mt-1">
        <Why label={ui("why")}>
          <p>
            {t("shift.why", { exposed: figures.count(shift.exposed), twins: figures.count(shift.twins) })}{" "}
            {shift.errors.by === "store"
              ? t("shift.whyStore", { clusters: shift.errors.clusters })
              : t("shift.whyCustomer", { tau: figures.percent(shift.errors.tau) })}
          </p>
        </Why>
      </div>
    </Section>
  );
}

function rowOf(one: Metric, t: Words, figures: Figures): Row {
  const name = t(`shift.metric.${one.metric}`);
  if (one.kind === "cannot say") {
    const key = one.why === "too few people" ? ("tooFewPeople" as const) : ("tooFewWithAny" as const);
    const why = t(`shift.${key}`, { have: figures.count(one.have), need: figures.count(one.need) });
    return {
      key: one.metric,
      cells: [
        name,
        "–",
        "–",
        <span key="why" className="text-ink-faint">
          {why}
        </span>,
      ],
    };
  }
  const say = sayer(one.metric, figures);
  const pair = ({ before, after }: { before: number; after: number }) =>
    t("shift.beforeAfter", { before: say(before), after: say(after) });
  const expected = one.exposed.before + one.twins.after - one.twins.before;
  const between = t("shift.between", { value: say(one.value), low: say(one.lower), high: say(one.upper) });
  return {
    key: one.metric,
    cells: [
      name,
      pair(one.exposed),
      pair(one.twins),
      <span key="shift" className="block">
        <span className={one.moved ? "font-semibold text-ink" : "text-ink-soft"}>{between}</span>
        <span className="block text-ink-faint">
          {one.moved
            ? expected > 0 && t("shift.share", { share: figures.percent(one.exposed.after / expected) })
            : t("shift.notMoved")}
        </span>
      </span>,
    ],
  };
}

function sayer(metric: Metric["metric"], figures: Figures): (value: number) => string {
  if (metric === "occasions") return figures.decimal;
  if (metric === "complaints") return (value) => figures.decimal(100 * value);
  return figures.exact;
}
