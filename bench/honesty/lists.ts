import { eBh } from "@/server/stats/e-bh";
import { type Random, seededRandom } from "@/server/stats/random";
import { sumDays } from "./day-sums";
import { UNTOUCHED } from "./follow";
import { segmentsOf } from "./people";
import { calibrateOn, placeboLengths, THREE_YEARS } from "./placebos";
import { followOnce, libraryOf } from "./run-scenario";
import type { Person, Scenario } from "./scenarios";
import { type Path, watch } from "./watch";
import { STORE_NOISE } from "./weather";

/** Families of changes on a night's list: shares of false ones among the listed, by night; means over families. */
export interface Lists {
  seed: number;
  families: number;
  /** The night on which the mean share of false changes is largest, that mean and its standard error. */
  worst: { week: number; share: number; error: number };
  /** The same of segments, of all that are shown on the list. */
  segments: { week: number; share: number; error: number };
  /** Changes with a loss that are on the list at the year's end, of all of them. */
  found: number;
}

export const LISTS = { seed: 20_261_500, changes: 20, lossy: 4, paths: 300, families: 1000, alpha: 0.05 };

/** 30% lost at once in one segment, the regulars; nobody in the others. */
function regularsLost({ random, people, i }: Person) {
  const { segment } = people.strata[people.stratum[i] ?? 0] ?? { segment: "" };
  const lost = people.exposed[i] === 1 && segment === "regulars" && random() < 0.3;
  return lost ? { ...UNTOUCHED, lostFrom: 0 } : UNTOUCHED;
}

/** 1,000 families of 20 changes under store noise, 4 of which lost in one segment; read every week of a year, both levels. */
export function runLists(): Lists {
  const scenario: Scenario = { name: "lists", truth: "quiet", gap: "3 weeks", climate: STORE_NOISE, seed: LISTS.seed };
  const random = seededRandom(LISTS.seed);
  const quiet = drawPaths(random, scenario);
  const lossy = drawPaths(random, { ...scenario, fate: regularsLost });
  const nights = Array.from({ length: 52 }, () => ({ changes: [] as number[], segments: [] as number[] }));
  let found = 0;
  for (let family = 0; family < LISTS.families; family += 1) {
    const pick = (paths: readonly Path[], count: number) =>
      Array.from({ length: count }, () => paths[Math.floor(random() * paths.length)]).filter(
        (path) => path !== undefined,
      );
    const changes = [...pick(lossy, LISTS.lossy), ...pick(quiet, LISTS.changes - LISTS.lossy)];
    nights.forEach((night, week) => {
      const { listed, falseSegments, segments } = readNight(changes, week * 7 + 6);
      const wrong = listed.filter((place) => place >= LISTS.lossy).length;
      night.changes.push(wrong / Math.max(1, listed.length));
      night.segments.push(falseSegments / Math.max(1, segments));
      if (week === 51) found += (listed.length - wrong) / LISTS.lossy / LISTS.families;
    });
  }
  return {
    seed: LISTS.seed,
    families: LISTS.families,
    worst: worstOf(nights.map(({ changes }) => changes)),
    segments: worstOf(nights.map(({ segments }) => segments)),
    found,
  };
}

function drawPaths(random: Random, scenario: Scenario): Path[] {
  const { cohorts, placebos } = libraryOf(scenario);
  const lengths = placeboLengths(THREE_YEARS);
  return Array.from({ length: LISTS.paths }, () => {
    const people = cohorts[Math.floor(random() * cohorts.length)];
    if (people === undefined || segmentsOf(people).length === 0) throw new Error("A cohort without segments.");
    const sums = sumDays(followOnce(random, scenario, people, 0, false), people);
    return watch(sums, calibrateOn(random, placebos, { lengths, people, borrow: false }));
  });
}

/** Both levels of methods 4 on one night, downward. */
function readNight(changes: readonly Path[], day: number) {
  const listed = eBh(
    changes.map((path) => path.down[day] ?? 0),
    LISTS.alpha,
  ).rejected;
  let [falseSegments, segments] = [0, 0];
  for (const place of listed) {
    const own = changes[place]?.slices.filter(({ name }) => name !== "all") ?? [];
    const level = (LISTS.alpha * listed.length) / changes.length;
    for (const at of eBh(
      own.map(({ down }) => down[day] ?? 0),
      level,
    ).rejected) {
      segments += 1;
      if (place >= LISTS.lossy || own[at]?.name !== "regulars") falseSegments += 1;
    }
  }
  return { listed, falseSegments, segments };
}

function worstOf(nights: readonly (readonly number[])[]): Lists["worst"] {
  const means = nights.map((shares, week) => {
    const n = shares.length;
    const share = shares.reduce((sum, value) => sum + value, 0) / n;
    const spread = shares.reduce((sum, value) => sum + (value - share) ** 2, 0) / (n - 1);
    return { week: week + 1, share, error: Math.sqrt(spread / n) };
  });
  return means.reduce((worst, night) => (night.share > worst.share ? night : worst), { week: 0, share: 0, error: 0 });
}
