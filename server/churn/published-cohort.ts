import type { TrackingParts } from "./schema";

/** A cohort of which the answer was published: what its model promises for the weeks held out. */
interface Published {
  from: string;
  splitOn: string;
  people: number;
  promised: number;
  promisedEach: number;
  source: string;
}

/** CDNOW, a tenth of it: Fader, Hardie & Lee 2005; the sums by BTYD 2.4.3. */
const PUBLISHED: readonly Published[] = [
  {
    ...{ from: "1997-01-01", splitOn: "1997-09-30", people: 2357, promised: 1664.11, promisedEach: 1653.39 },
    source: "Fader, Hardie & Lee 2005 (CDNOW, BTYD 2.4.3)",
  },
];

/** The published figures of the base that was tracked, where it is one that was published; nearly always null. */
export function publishedOf(
  tracking: TrackingParts | null,
): Pick<Published, "promised" | "promisedEach" | "source"> | null {
  if (tracking?.kind !== "read" || tracking.holdOut.days !== 273) return null;
  const { from, splitOn, people } = tracking;
  const found = PUBLISHED.find((one) => one.from === from && one.splitOn === splitOn && one.people === people);
  return found ? { promised: found.promised, promisedEach: found.promisedEach, source: found.source } : null;
}
