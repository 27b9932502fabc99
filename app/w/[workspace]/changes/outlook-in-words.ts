import { getTranslations } from "next-intl/server";
import type { OutlookWords } from "@/components/changes/touch-words";
import type { Figures } from "@/components/following/figures";
import { reasonOf } from "@/components/following/reason";
import type { Caller } from "@/server/trpc/caller";

type Outlook = NonNullable<Awaited<ReturnType<Caller["following"]["touch"]>>["outlook"]>;
type Words = Awaited<ReturnType<typeof getTranslations<"changes">>>;

/** Shops named in an advice; the number of all stands beside. */
const mostShops = 6;
/** What no sample can show is about 3 tau (methods 4). */
const leastTaus = 3;

/** What following the scope would show, in the reader's words. */
export async function outlookInWords(outlook: Outlook, figures: Figures): Promise<OutlookWords> {
  const t = await getTranslations("changes");
  return {
    title: t("touch.outlook.title"),
    warning: await warningOf(outlook, figures, t),
    shows: showsOf(outlook, figures, t),
    advice: adviceOf(outlook, figures, t),
    twinsTitle: t("touch.outlook.twinsTitle"),
    twins: twinsOf(outlook, figures, t),
    overlapsTitle: t("touch.outlook.overlaps"),
    overlaps: outlook.overlaps.changes.map(({ id, title, state, share }) => ({
      key: String(id),
      label: state === "planned" ? `${title} (${t("touch.outlook.overlapPlanned")})` : title,
      share: share === null ? t("touch.hidden") : figures.percent(share),
    })),
    overlapsNote: noteOf(outlook, t),
    why: { label: t("touch.outlook.why"), said: whyOf(outlook, figures, t) },
  };
}

/** How many twins each of a segment would have; null where that is not known, or hidden. */
export function twinsNote(outlook: Outlook | null, segment: string, t: Words, figures: Figures): string | null {
  const row = outlook?.segments.find((one) => one.segment === segment);
  return row?.each == null ? null : t("touch.outlook.twinsEach", { each: figures.decimal(row.each) });
}

async function warningOf({ reason }: Outlook, figures: Figures, t: Words): Promise<string | null> {
  if (reason === null) return null;
  if (reason === "sample of lines") return t("touch.outlook.sampled");
  const following = await getTranslations("following");
  const why = reasonOf({ reason, params: {} }, { round: 0, t: following, figures });
  return `${t("touch.outlook.unmeasurable")} ${why}`;
}

function showsOf({ reason, smallest, weeks, daysToShow }: Outlook, figures: Figures, t: Words): string[] {
  if (reason !== null) return [];
  if (smallest === null) return [t("touch.outlook.nothing", { weeks })];
  return [
    t("touch.outlook.smallest", {
      loss: figures.percent(upwards(smallest.loss)),
      weeks,
      median: Math.max(1, Math.ceil(smallest.medianWeeks)),
    }),
    daysToShow === null ? t("touch.outlook.fifthNot") : t("touch.outlook.fifth", { days: daysToShow }),
  ];
}

function adviceOf({ pilot }: Outlook, figures: Figures, t: Words): string | null {
  if (pilot === null) return null;
  const more = pilot.stores.length > mostShops ? ["…"] : [];
  return t("touch.outlook.pilot", {
    shops: figures.list([...pilot.stores.slice(0, mostShops), ...more]),
    count: pilot.stores.length,
    of: pilot.of,
    loss: figures.percent(upwards(pilot.loss)),
    weeks: pilot.weeks,
  });
}

function twinsOf({ twins, apart }: Outlook, figures: Figures, t: Words): string[] {
  const { each, most, eligible, without } = twins;
  return [
    t("touch.outlook.twins", { each: figures.decimal(each), most, eligible: figures.people(eligible) }),
    ...(without >= 0.005 ? [t("touch.outlook.without", { share: figures.percent(without) })] : []),
    ...(apart >= 0.005 ? [t("touch.outlook.apart", { share: figures.percent(apart) })] : []),
  ];
}

function noteOf({ overlaps }: Outlook, t: Words): string | null {
  const said = [
    ...(overlaps.changes.length === 0 ? [t("touch.outlook.overlapsNone")] : []),
    ...(overlaps.more > 0 ? [t("touch.outlook.overlapsMore", { count: overlaps.more })] : []),
  ];
  return said.length === 0 ? null : said.join(" ");
}

function whyOf({ assumed, smallest }: Outlook, figures: Figures, t: Words): string[] {
  const { tau, calibratedOn, exposed, eligible } = assumed;
  const said = { tau: figures.percent(tau), least: figures.percent(upwards(1 - Math.exp(-leastTaus * tau))) };
  return [
    t("touch.outlook.whyHow", { exposed: figures.count(exposed), eligible: figures.count(eligible) }),
    calibratedOn > 0
      ? t("touch.outlook.whyTau", { ...said, count: calibratedOn })
      : t("touch.outlook.whyTauTaken", said),
    ...(smallest ? [t("touch.outlook.whyRounds")] : []),
  ];
}

/** To the next whole percent, so that what is said stays true. */
function upwards(share: number): number {
  return Math.ceil(100 * share - 1e-9) / 100;
}
