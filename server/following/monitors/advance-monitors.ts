import { isDeepStrictEqual } from "node:util";
import { group } from "d3-array";
import { and, eq, sql } from "drizzle-orm";
import { monitor } from "@/db/schema";
import { record } from "../../audit/record";
import type { Scope } from "../../scope";
import {
  advanceMonitor,
  evidenceOf,
  MONITOR_RULE,
  type MonitorPlan,
  type MonitorState,
  type RoundCell,
  startMonitor,
} from "../../stats/monitor";
import type { ChangeRule } from "../change-rule";
import { type Cohort, wavesOf } from "../cohort/open-cohort";
import { closesOn, roundsOf } from "../counting/closes-on";
import { frozenOf, laterOf } from "../counting/splits";
import { addDays, dayNumber, dayOf, earlier } from "../days";
import { calibrationOf, isCalibrated } from "./calibration-of";
import { type AdvancedMonitor, keepMonitors } from "./keep-monitors";
import { type CountedCell, readCells, readKnownDays } from "./read-cells";
import { intenseEnough, slicesOf, type WatchedSlice } from "./slices-of";

export { closesOn } from "../counting/closes-on";

type Kept = typeof monitor.$inferSelect;

/** What a night made of a change's monitors. `anew`: why they were run from the first day on, or null. */
export interface Advanced {
  monitors: number;
  days: number;
  anew: "opened" | "recalibrated" | "moved" | null;
}

/**
 * Advances the alarms of a change (itself, each measured segment, those who come mostly here; both directions at once) over the days
 * counted since they last were, from `alarmFrom` until they close; a closed one stays as it is but for its calibration. From the first day on only where a day already read was counted
 * anew, the calibration is another, or they are not yet open. Run again on the same days it changes nothing.
 */
export async function advanceMonitors(
  scope: Scope,
  target: ChangeRule,
  cohort: Cohort,
  through: string,
): Promise<Advanced> {
  const none: Advanced = { monitors: 0, days: 0, anew: null };
  if (cohort.unmeasurable !== null || cohort.withheld !== null || through < cohort.day0) return none;
  const closes = closesOn(target, cohort);
  const until = earlier(through, closes.day, lastApart(cohort));
  const kept = await readKept(scope, cohort);
  if (kept.length === 0 && until < cohort.alarmFrom) return none;
  const plan = (slice: WatchedSlice) => planOf(target, cohort, slice);
  const anew = whyAnew(kept, { cohort, until, plan }) ?? (await grown(scope, cohort, kept));
  const over = until === closes.day && kept.length > 0 && kept.every(({ closedOn }) => closedOn === closes.day);
  if (over && anew !== "recalibrated") return none;
  const slices = await slicesTonight(scope, cohort, kept, anew);
  const done = anew === null ? (kept[0]?.advancedTo ?? null) : null;
  const cells = await readCells(scope, cohort, { after: done, from: cohort.alarmFrom, until });
  const known = anew === null || kept.length === 0 ? new Map<string, number[]>() : await readKnownDays(scope, cohort);
  const states = new Map(kept.map((row) => [row.slice, row.state as unknown as MonitorState]));
  const advanced = slices.map((slice): AdvancedMonitor => {
    const start = (anew === null ? states.get(slice.name) : undefined) ?? startMonitor(plan(slice));
    const run = runSlice(start, cells.filter(inSlice(slice)), known.get(slice.name) ?? []);
    return { slice: slice.name, calibrated: isCalibrated(start.plan.calibration), ...run };
  });
  await keepMonitors(scope, { cohort, advanced, until, closed: through >= closes.day ? closes : null });
  if (anew === "recalibrated") await recordCalibration(scope, cohort);
  return { monitors: slices.length, days: advanced.reduce((sum, { path }) => sum + path.length, 0), anew };
}

/** From the day on which another change cannot be told apart any more, returns are nobody's evidence. */
export function lastApart(cohort: Cohort): string {
  const from = laterOf(cohort)?.alone?.from;
  return from === undefined ? LAST_DAY : addDays(from, -1);
}

const LAST_DAY = "9999-12-31";

export function planOf(target: ChangeRule, cohort: Cohort, slice: WatchedSlice): MonitorPlan {
  const calibration = calibrationOf(cohort, slice.name);
  return {
    rule: MONITOR_RULE,
    day0: dayNumber(cohort.day0),
    roundDays: cohort.roundDays,
    rounds: roundsOf(target, cohort),
    calibration: { first: { ...calibration.first }, rounds: { ...calibration.rounds } },
  };
}

interface Tonight {
  cohort: Cohort;
  until: string;
  plan: (slice: WatchedSlice) => MonitorPlan;
}

function whyAnew(kept: readonly Kept[], { cohort, until, plan }: Tonight): Advanced["anew"] {
  if (kept.length === 0) return "opened";
  const slices = slicesOf(
    cohort,
    kept.some(({ slice }) => slice === "intense"),
  );
  const states = new Map(kept.map((row) => [row.slice, row.state as unknown as MonitorState | null]));
  if (slices.some(({ name }) => !states.get(name))) return "opened";
  if (slices.some((slice) => !isDeepStrictEqual(states.get(slice.name)?.plan, plan(slice)))) return "recalibrated";
  const moved = ({ advancedTo, advancedVersion }: Kept) =>
    advancedTo === null || advancedTo > until || advancedVersion !== cohort.rewinds;
  return kept.some(moved) ? "moved" : null;
}

/** A wave that opened since may bring enough of those who come mostly here. */
async function grown(scope: Scope, cohort: Cohort, kept: readonly Kept[]): Promise<"opened" | null> {
  if (kept.some(({ slice }) => slice === "intense")) return null;
  const last = kept[0]?.advancedTo ?? "";
  const opened = wavesOf(cohort).some(({ day0 }) => day0 > last);
  return opened && (await intenseEnough(scope, cohort)) ? "opened" : null;
}

async function slicesTonight(scope: Scope, cohort: Cohort, kept: readonly Kept[], anew: Advanced["anew"]) {
  const had = kept.some(({ slice }) => slice === "intense");
  return slicesOf(cohort, had || (anew !== null && (await intenseEnough(scope, cohort))));
}

export function inSlice({ part, strata }: WatchedSlice): (cell: CountedCell) => boolean {
  return (cell) => cell.part === part && (strata === null || strata.has(frozenOf(cell.stratum)));
}

/**
 * Calendar days in order. Days without returns leave the evidence where it was and are not kept, but for those once kept with
 * returns that are gone since.
 */
export function runSlice(
  start: MonitorState,
  cells: readonly CountedCell[],
  known: readonly number[],
): Pick<AdvancedMonitor, "state" | "path"> {
  const byDay = group(cells, ({ day }) => day);
  const days = [...new Set([...byDay.keys(), ...known])].sort((left, right) => left - right);
  let state = start;
  const path = days.map((day) => {
    const today: readonly RoundCell[] | undefined = byDay.get(day);
    if (today) state = advanceMonitor(state, day, today);
    const { down, up, observed, expected, variance } = evidenceOf(state);
    return { day: dayOf(day), down, up, observed, expected, variance };
  });
  return { state, path };
}

async function readKept(scope: Scope, { changeId, revision }: Cohort): Promise<Kept[]> {
  return scope.db
    .select()
    .from(monitor)
    .where(
      and(eq(monitor.workspaceId, scope.workspaceId), eq(monitor.changeId, changeId), eq(monitor.revision, revision)),
    )
    .orderBy(monitor.slice);
}

async function recordCalibration(scope: Scope, cohort: Cohort): Promise<void> {
  const after = { revision: cohort.revision, calibration: calibrationOf(cohort, "all") };
  await record(scope, { action: "monitors.recalibrate", subject: `change:${cohort.changeId}`, after });
}

/** Closes what watches a revision that counts no more. */
export async function closeMonitors(scope: Scope, changeId: number, keep: number | null, why: string): Promise<void> {
  await scope.db
    .update(monitor)
    .set({ closedOn: scope.today, closedWhy: why })
    .where(
      and(
        eq(monitor.workspaceId, scope.workspaceId),
        eq(monitor.changeId, changeId),
        sql`${monitor.closedOn} is null and ${monitor.revision} is distinct from ${keep}::int`,
      ),
    );
}
