import { and, eq, inArray, sql } from "drizzle-orm";
import { floats, words } from "@/db/array-parameter";
import { monitor, monitorDay, stratumDay } from "@/db/schema";
import type { Scope } from "../scope";
import { advance, type DayCell, type Evidence, type SafeLogRankState, startSafeLogRank } from "../stats/safe-log-rank";
import type { ChangeRule } from "./change-rule";
import { addDays, dayNumber, dayOf, earlier } from "./days";
import type { Cohort } from "./open-cohort";
import { LEAST_RETURNS, WATCH } from "./settings";

export interface MonitorReading {
  slice: string;
  direction: "down" | "up";
  threshold: number;
  logE: number;
  observed: number;
  expected: number;
  variance: number;
  alarmOn: string | null;
  /** Last day on which the evidence was at its lowest before the alarm. */
  sinceOn: string | null;
  /** The evidence is at or over the threshold on the last day. */
  standing: boolean;
}

interface Slice {
  name: string;
  strata: Set<number>;
  threshold: number;
}

interface Cell extends DayCell {
  day: number;
  stratum: number;
}

/**
 * Runs the first-returns alarm of the change and of each measured segment over its counted days, from `alarmFrom` on. Half of
 * alpha belongs to the change, the other half to its segments, evenly: one change raises a false alarm, in one direction, with
 * probability at most alpha. Not calibrated yet, and marked so. Run from the start each time: the same days give the same evidence.
 */
export async function advanceMonitors(
  scope: Scope,
  target: ChangeRule,
  cohort: Cohort,
  through: string,
): Promise<MonitorReading[]> {
  if (cohort.unmeasurable !== null || cohort.withheld !== null || through < cohort.day0) return [];
  const until = earlier(through, closesOn(target, cohort).day);
  const cells = await readCells(scope, target, cohort.alarmFrom, until);
  for (const slice of slicesOf(cohort, scope.workspace.alpha)) {
    const run = runSlice(
      cells.filter((cell) => slice.strata.has(cell.stratum)),
      slice.threshold,
      until,
    );
    await keepMonitor(scope, { target, cohort, slice, run, through: until });
  }
  return readMonitors(scope, cohort);
}

/**
 * `all`, and every segment that could ever show 30 first returns in both arms (D14): a smaller one would only raise the
 * others' threshold. Thresholds 2/alpha and 2/alpha x segments.
 */
export function slicesOf(cohort: Pick<Cohort, "strata">, alpha: number): Slice[] {
  const segments = largeEnough(cohort.strata);
  const strata = (keep: (segment: string) => boolean) =>
    new Set(cohort.strata.filter((row) => keep(row.segment)).map((row) => row.stratum));
  const own = 2 / alpha;
  return [
    { name: "all", strata: strata(() => true), threshold: own },
    ...segments.map((segment) => ({
      name: `segment:${segment}`,
      strata: strata((name) => name === segment),
      threshold: own * segments.length,
    })),
  ];
}

function largeEnough(strata: Cohort["strata"]): string[] {
  const people = new Map<string, { exposed: number; twins: number }>();
  for (const { segment, exposed, twins } of strata) {
    const sum = people.get(segment) ?? { exposed: 0, twins: 0 };
    people.set(segment, { exposed: sum.exposed + exposed, twins: sum.twins + twins });
  }
  return [...people.keys()]
    .filter((segment) => {
      const { exposed, twins } = people.get(segment) ?? { exposed: 0, twins: 0 };
      return Math.min(exposed, twins) >= LEAST_RETURNS;
    })
    .sort();
}

/** 2 h* after the last wave's day 0, at least 13 and at most 52 weeks; sooner where the change was rolled back or cancelled. */
export function closesOn(
  { change, waves }: ChangeRule,
  cohort: Pick<Cohort, "horizonDays">,
): { day: string; why: string } {
  const last = waves.at(-1)?.day0 ?? change.recordedOn;
  const watch = Math.min(WATCH.most, Math.max(WATCH.least, 2 * cohort.horizonDays));
  const over = { day: addDays(last, watch - 1), why: "watched long enough" };
  if (change.state !== "rolled_back" || change.endActual === null || change.endActual > over.day) return over;
  return { day: addDays(change.endActual, -1), why: "rolled back" };
}

interface Run {
  state: SafeLogRankState;
  path: { day: number; state: SafeLogRankState }[];
}

/** Calendar days in order; days without returns leave the evidence where it was and are not kept. */
function runSlice(cells: readonly Cell[], threshold: number, until: string): Run {
  const byDay = new Map<number, DayCell[]>();
  for (const cell of cells) byDay.set(cell.day, [...(byDay.get(cell.day) ?? []), cell]);
  let state = startSafeLogRank();
  const path: Run["path"] = [];
  for (const day of [...byDay.keys()].sort((left, right) => left - right)) {
    state = advance(state, day, byDay.get(day) ?? [], threshold);
    path.push({ day, state });
  }
  return { state: { ...state, day: dayNumber(until) }, path };
}

async function readCells(scope: Scope, { change }: ChangeRule, from: string, until: string): Promise<Cell[]> {
  const rows = await scope.db
    .select()
    .from(stratumDay)
    .where(
      and(
        eq(stratumDay.workspaceId, scope.workspaceId),
        eq(stratumDay.changeId, change.id),
        eq(stratumDay.revision, change.revision),
        eq(stratumDay.round, 0),
        sql`${stratumDay.day} between ${from}::date and ${until}::date`,
      ),
    );
  return rows.map((row) => ({
    day: dayNumber(row.day),
    stratum: row.stratum,
    n1: row.riskExposed,
    n0: row.riskTwin,
    d: row.eventsExposed + row.eventsTwin,
    o: row.eventsExposed,
  }));
}

interface MonitorInput {
  target: ChangeRule;
  cohort: Cohort;
  slice: Slice;
  run: Run;
  through: string;
}

async function keepMonitor(scope: Scope, input: MonitorInput): Promise<void> {
  const { target, cohort, slice, run, through } = input;
  const closes = closesOn(target, cohort);
  const closed = through >= closes.day;
  const rang = ({ alarmTime }: Evidence) => (alarmTime === null ? null : dayOf(alarmTime));
  const key = {
    workspaceId: scope.workspaceId,
    changeId: target.change.id,
    revision: target.change.revision,
    slice: slice.name,
  };
  const now = {
    advancedTo: through,
    closedOn: closed ? closes.day : null,
    closedWhy: closed ? closes.why : null,
    state: { ...run.state } as Record<string, unknown>,
    downAlarmOn: rang(run.state.lower),
    downSince: sinceOf(run.state.lower, cohort),
    upAlarmOn: rang(run.state.upper),
    upSince: sinceOf(run.state.upper, cohort),
  };
  const [kept] = await scope.db
    .insert(monitor)
    .values({ ...key, ...now, openedOn: cohort.day0 })
    .onConflictDoUpdate({
      target: [monitor.workspaceId, monitor.changeId, monitor.revision, monitor.slice],
      /** An alarm once raised keeps its date, whatever later data say (methods 4). */
      set: {
        ...now,
        downAlarmOn: sql`coalesce(${monitor.downAlarmOn}, excluded.down_alarm_on)`,
        upAlarmOn: sql`coalesce(${monitor.upAlarmOn}, excluded.up_alarm_on)`,
      },
    })
    .returning({ id: monitor.id });
  if (!kept) throw new Error("monitor was not written");
  await keepPath(scope, kept.id, run.path);
}

/** The monitors of a change's present revision, as they were last advanced. */
export async function readMonitors(scope: Scope, cohort: Cohort): Promise<MonitorReading[]> {
  const rows = await scope.db
    .select()
    .from(monitor)
    .where(
      and(
        eq(monitor.workspaceId, scope.workspaceId),
        eq(monitor.changeId, cohort.changeId),
        eq(monitor.revision, cohort.revision),
      ),
    );
  const thresholds = new Map(slicesOf(cohort, scope.workspace.alpha).map(({ name, threshold }) => [name, threshold]));
  return rows.flatMap((row) => {
    if (row.state === null) return [];
    const state = row.state as unknown as SafeLogRankState;
    const threshold = thresholds.get(row.slice) ?? Number.POSITIVE_INFINITY;
    return (["down", "up"] as const).map((direction) => ({
      slice: row.slice,
      direction,
      threshold,
      logE: (direction === "down" ? state.lower : state.upper).logE,
      observed: state.observed,
      expected: state.expected,
      variance: state.variance,
      alarmOn: direction === "down" ? row.downAlarmOn : row.upAlarmOn,
      sinceOn: direction === "down" ? row.downSince : row.upSince,
      standing: (direction === "down" ? state.lower : state.upper).logE >= Math.log(threshold),
    }));
  });
}

/** Evidence that rose from the first day on was at its lowest the day before. */
function sinceOf(evidence: Evidence, cohort: Cohort): string | null {
  if (evidence.alarmTime === null) return null;
  return evidence.since === null ? addDays(cohort.alarmFrom, -1) : dayOf(evidence.since);
}

async function keepPath(scope: Scope, monitorId: number, path: Run["path"]): Promise<void> {
  await scope.db
    .delete(monitorDay)
    .where(and(eq(monitorDay.workspaceId, scope.workspaceId), eq(monitorDay.monitorId, monitorId)));
  const column = (of: (row: SafeLogRankState) => number) => floats(path.map(({ state }) => of(state)));
  await scope.db.execute(sql`
    insert into monitor_day (workspace_id, monitor_id, day, log_e_down, log_e_up, observed, expected, variance, known_at)
    select ${scope.workspaceId}::int, ${monitorId}::bigint, day::date, down, up, observed, expected, variance, ${scope.now.toISOString()}::timestamptz
    from unnest(${words(path.map(({ day }) => dayOf(day)))}, ${column((row) => row.lower.logE)}, ${column((row) => row.upper.logE)},
      ${column((row) => row.observed)}, ${column((row) => row.expected)}, ${column((row) => row.variance)})
      as p (day, down, up, observed, expected, variance)`);
}

/** Closes what watches a revision that counts no more. */
export async function closeMonitors(scope: Scope, changeId: number, keep: number | null, why: string): Promise<void> {
  const open = await scope.db
    .select({ id: monitor.id, revision: monitor.revision })
    .from(monitor)
    .where(
      and(eq(monitor.workspaceId, scope.workspaceId), eq(monitor.changeId, changeId), sql`${monitor.closedOn} is null`),
    );
  const over = open.filter(({ revision }) => revision !== keep).map(({ id }) => id);
  if (over.length === 0) return;
  await scope.db
    .update(monitor)
    .set({ closedOn: scope.today, closedWhy: why })
    .where(and(eq(monitor.workspaceId, scope.workspaceId), inArray(monitor.id, over)));
}
