import { getLocale, getTranslations } from "next-intl/server";
import type { TouchWords } from "@/components/changes/touch-words";
import { getFigures } from "@/components/following/figures";
import { segmentName } from "@/components/following/segment-name";
import { sentenceOf } from "@/server/sentence";
import type { Caller } from "@/server/trpc/caller";
import { outlookInWords, twinsNote } from "./outlook-in-words";
import { readForm } from "./read-form";

/** Returns expected in each arm below which nothing can be said (methods 2). */
const leastReturns = 30;

/** Whom the scope in the form's fields touches, in the reader's words. */
export async function touchedBy(caller: Caller, said: URLSearchParams): Promise<TouchWords> {
  const t = await getTranslations("changes");
  const { currency } = await caller.changes.choices();
  const { scope, typed } = readForm(said, currency);
  const found = await caller.catalog.resolveProducts({ typed });
  const unknown = found.find((one) => one.product === null);
  if (unknown) {
    return { state: "said", said: sentenceOf("changes.productUnknown", { text: unknown.text }, await getLocale()) };
  }
  const products = found.flatMap((one) => one.product?.id ?? []);
  const backwards = scope.hours.find((span) => span.slice(0, 5) >= span.slice(6));
  if (backwards) {
    return { state: "said", said: sentenceOf("changes.hoursBackwards", { hours: backwards }, await getLocale()) };
  }
  const except = Number(said.get("change")) || undefined;
  const touch = await caller.following.touch({ ...scope, products, except });
  return inWords(touch, currency, t);
}

type Touch = Awaited<ReturnType<Caller["following"]["touch"]>>;
type Words = Awaited<ReturnType<typeof getTranslations<"changes">>>;

async function inWords(touch: Touch, currency: string, t: Words): Promise<TouchWords> {
  const figures = await getFigures(currency);
  const largest = Math.max(1, ...touch.segments.map((one) => one.n ?? 0));
  const warnings = {
    nobody: t("touch.none"),
    everybody: t("touch.everybody"),
    few: t("touch.few", { minimum: leastReturns }),
  };
  return {
    state: "counted",
    customers: touch.customers === null ? t("touch.hidden") : figures.count(touch.customers),
    customersLabel: t("touch.customers"),
    share: touch.customers && touch.share !== null ? t("touch.shareOf", { share: figures.percent(touch.share) }) : null,
    revenue: touch.revenueMinor === null ? t("touch.hidden") : figures.money(touch.revenueMinor),
    revenueLabel: t("touch.revenue"),
    segmentsLabel: t("touch.segments"),
    segments: touch.segments.map((one) => ({
      key: one.segment,
      label: segmentName(one.segment, t),
      count: one.n === null ? t("touch.hidden") : figures.count(one.n),
      share: (one.n ?? 0) / largest,
      note: twinsNote(touch.outlook, one.segment, t, figures),
    })),
    warnings: touch.outlook ? [] : touch.warnings.map((warning) => warnings[warning]),
    outlook: touch.outlook && (await outlookInWords(touch.outlook, figures)),
    definition: t("touch.definition", { from: figures.day(touch.from), to: figures.day(touch.to) }),
  };
}
