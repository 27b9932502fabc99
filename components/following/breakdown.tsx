import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { Why } from "@/components/ui/why";
import { SORTS, type Sort } from "./breakdown-rows";
import { BreakdownTable, type NameOf } from "./breakdown-table";
import { getFigures } from "./figures";
import { type BreakdownShown, type FollowingRead, shownRate } from "./shapes";

type Words = Awaited<ReturnType<typeof getTranslations<"following">>>;

type Props = {
  breakdown: BreakdownShown;
  /** The change's own figures, which the total may stand beside. */
  own: FollowingRead["followRate"];
  /** Address of the change's page. */
  here: string;
  by: string | undefined;
  sort: string | undefined;
  currency: string;
  minGroup: number;
};

/** Where returns are missing: those concerned by main store, main category, main channel. Described, not watched. */
export async function Breakdown({ breakdown, own, here, by, sort, currency, minGroup }: Props) {
  const [t, ui, channels, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getTranslations("changes.channel"),
    getFigures(currency),
  ]);
  const shown = breakdown.dimensions.find(({ dimension }) => dimension === by) ?? breakdown.dimensions[0];
  if (!shown) return null;
  const order = SORTS.find((one) => one === sort) ?? "missing";
  const nameOf: NameOf = ({ name }) => {
    if (name === null) return t("breakdown.unknown");
    return shown.dimension === "channel" && channels.has(name as "store") ? channels(name as "store") : name;
  };
  const href = (dimension: string, one: Sort) => `${here}?by=${dimension}&sort=${one}#breakdown`;
  const round = breakdown.stretch.kind === "round";
  const rate = shownRate(own);
  const corrected = rate?.correction &&
    rate.raw !== null && { rate: figures.percent(rate.ratio), raw: figures.percent(rate.raw) };
  return (
    <Section
      id="breakdown"
      question={t("breakdown.question")}
      subtitle={t("breakdown.subtitle")}
      aside={
        <a href={`${here}/breakdown`} className="touch link" download>
          {t("breakdown.csv")}
        </a>
      }
    >
      <Tabs
        label={t("breakdown.view")}
        tabs={breakdown.dimensions.map(({ dimension, rows }) => ({
          href: href(dimension, order),
          label: t(`breakdown.by.${dimension}`),
          count: figures.count(rows.length),
          current: dimension === shown.dimension,
        }))}
      />
      <Order t={t} current={order} href={(one) => href(shown.dimension, one)} />
      <BreakdownTable shown={shown} order={order} context={{ t, ui, figures, nameOf }} />
      <div className="mt-3 grid max-w-prose gap-2 text-ink-faint text-small">
        <p>
          {t(round ? "breakdown.countedRound" : "breakdown.countedSoFar", {
            days: round ? breakdown.roundDays : breakdown.stretch.days,
          })}{" "}
          {corrected && t("breakdown.raw", corrected)}
        </p>
        <p>{t("breakdown.many", { rows: shown.rows.length })}</p>
        {shown.rows.some(({ hidden }) => hidden) && <p>{t("breakdown.hiddenNote", { threshold: minGroup })}</p>}
        <Why label={ui("why")}>
          {t(round ? "breakdown.whyRound" : "breakdown.whySoFar", { days: breakdown.roundDays })}
        </Why>
      </div>
    </Section>
  );
}

function Order({ t, current, href }: { t: Words; current: Sort; href: (sort: Sort) => string }) {
  return (
    <p className="my-2 flex flex-wrap gap-x-4 text-ink-faint text-small print:hidden">
      <span>{t("breakdown.order")}</span>
      {SORTS.map((one) => (
        <Link
          key={one}
          href={href(one)}
          aria-current={one === current ? "true" : undefined}
          className="touch hover:text-ink hover:underline aria-[current=true]:font-semibold aria-[current=true]:text-ink"
        >
          {t(`breakdown.sort.${one}`)}
        </Link>
      ))}
    </p>
  );
}
