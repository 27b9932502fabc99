import { group } from "d3-array";
import type { Scope } from "../scope";
import { findJumps, findShift, type SharedWeek, type Week } from "./find-jumps";
import { type Fault, keepAlerts } from "./keep-alerts";
import { readRefusedShares } from "./read-refused";
import { readSources } from "./read-sources";
import { readMissing, readStoreWeeks } from "./read-store-days";
import { type SalesWeek, tallyWeeks } from "./tally-weeks";

/** Rows refused of a delivery that are told: over 1% of it and 10 rows, and over 3 times the usual share. */
const REFUSED = { share: 0.01, rows: 10, times: 3 };

/**
 * Judges what came in, as of the workspace's today: raises a data alert for each fault that is not told yet, refreshes those that
 * last, clears those that are over. Run again on the same data it changes nothing.
 */
export async function judgeData(scope: Scope): Promise<void> {
  const sources = await readSources(scope);
  const missing = await readMissing(scope);
  const stores = await readStoreWeeks(scope);
  const weeks = await tallyWeeks(scope);
  const refused = await readRefusedShares(scope);
  const lateOf = new Set(sources.filter(({ late }) => late).map(({ sourceId }) => sourceId));
  await keepAlerts(scope, [
    ...sources.flatMap(({ sourceId, late, through, behind, every }): Fault[] =>
      late && through !== null ? [{ kind: "late_source", sourceId, since: through, evidence: { behind, every } }] : [],
    ),
    ...missing.map(
      ({ storeId, since, days }): Fault => ({ kind: "missing_store", storeId, since, evidence: { days } }),
    ),
    ...[...stores].flatMap(([storeId, store]) => jumpOf({ storeId }, store.weeks)),
    ...(sources.length > 1 ? jumpsOfSources(weeks, stores, lateOf) : []),
    ...shiftsOf(weeks, stores),
    ...refused
      .filter(
        ({ rows, refused: n, usual }) => n >= REFUSED.rows && n / rows > Math.max(REFUSED.share, REFUSED.times * usual),
      )
      .map(({ sourceId, batchId, day, rows, refused: n }): Fault => {
        return { kind: "refused_rows", sourceId, since: day, evidence: { batch: batchId, rows, refused: n } };
      }),
  ]);
}

function jumpOf(whose: { storeId: number } | { sourceId: number }, weeks: readonly Week[]): Fault[] {
  return findJumps(weeks).map(({ week, found, usual }) => ({
    ...{ kind: "jump", ...whose, since: week },
    evidence: { found: Math.round(found), usual: Math.round(usual) },
  }));
}

type Stores = Awaited<ReturnType<typeof readStoreWeeks>>;

/** A source's week is whole where it is so in every store that it fed; its days are the week's seven. */
function jumpsOfSources(rows: readonly SalesWeek[], stores: Stores, late: ReadonlySet<number>): Fault[] {
  const whole = new Set(
    [...stores].flatMap(([id, { weeks }]) =>
      weeks.flatMap(({ week, openDays }) => (openDays === null ? [] : `${id} ${week}`)),
    ),
  );
  const sources = new Map<number, Map<string, Week>>();
  for (const { sourceId, storeId, week, lines } of rows) {
    const weeks = sources.get(sourceId) ?? new Map<string, Week>();
    sources.set(sourceId, weeks);
    const before = weeks.get(week) ?? { week, lines: 0, openDays: 7 };
    const openDays = whole.has(`${storeId} ${week}`) ? before.openDays : null;
    weeks.set(week, { week, lines: before.lines + lines, openDays });
  }
  return [...sources].flatMap(([sourceId, weeks]) =>
    late.has(sourceId)
      ? []
      : jumpOf(
          { sourceId },
          [...weeks.values()].sort((one, other) => one.week.localeCompare(other.week)),
        ),
  );
}

/** Only complete weeks speak of identification. */
function shiftsOf(rows: readonly SalesWeek[], stores: Stores): Fault[] {
  const byStore = group(rows, (row) => row.storeId);
  return [...stores].flatMap(([storeId, { weeks }]): Fault[] => {
    const whole = new Set(weeks.flatMap(({ week, openDays }) => (openDays === null ? [] : week)));
    const shares = new Map<string, SharedWeek>();
    for (const { week, revenue, identified } of byStore.get(storeId) ?? []) {
      if (!whole.has(week)) continue;
      const before = shares.get(week) ?? { identified: 0, total: 0 };
      shares.set(week, { week, identified: before.identified + identified, total: before.total + revenue });
    }
    const shift = findShift([...shares.values()]);
    if (shift === null) return [];
    return [
      { kind: "identification", storeId, since: shift.week, evidence: { found: shift.found, usual: shift.usual } },
    ];
  });
}
