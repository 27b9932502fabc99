import type { getTranslations } from "next-intl/server";

type Words = Awaited<ReturnType<typeof getTranslations<"changes">>>;
const named = [
  "window_shoppers",
  "lost",
  "lapsing",
  "first_time",
  "second_time",
  "big_spenders",
  "compulsive",
  "long_standing_loyal",
  "regulars",
] as const;

/** A named segment in words; one that is not named is shown as it is called. */
export function segmentName(segment: string, words: Words): string {
  const known = named.find((one) => one === segment);
  return known ? words(`segment.${known}`) : segment;
}
