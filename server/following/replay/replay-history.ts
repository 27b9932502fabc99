import { group } from "d3-array";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { change, placebo } from "@/db/schema";
import type { Scope } from "../../scope";
import { dayNumber, dayOf, earlier } from "../days";
import { drawNight, enrol, type Family } from "../list/draw-nights";
import { familyOf } from "../list/read-family";
import { type ReplayedChange, replayChange } from "./replay-change";
import type { ReplayResult } from "./replay-shape";

/**
 * Runs history from `from` to `to` as if live: every change whose day 0 lies in it, its monitors from day 0 on, the nightly lists over
 * all of them; beside it when NPS and a weekly one-sided z test would have spoken. Twins, strata and calibration are those of
 * before day 0, so nothing of what came later is used. Live monitors are not touched.
 */
export async function replayHistory(scope: Scope, { from, to }: { from: string; to: string }): Promise<ReplayResult> {
  const start = sql<string>`coalesce(${change.startActual}, ${change.startPlanned})`;
  const found = await scope.db
    .select({ id: change.id, title: change.title, day0: start })
    .from(change)
    .where(
      and(
        eq(change.workspaceId, scope.workspaceId),
        eq(change.nature, "change"),
        inArray(change.state, ["live", "ended", "rolled_back"]),
        sql`${start} between ${halfYearOf(from)}::date and ${to}::date`,
      ),
    )
    .orderBy(asc(start), change.id);
  const run: ReplayedChange[] = [];
  const left: ReplayResult["left"] = [];
  const pending: string[] = [];
  for (const { id, title, day0 } of found) {
    const replayed = await replayChange(scope, id, to);
    if (!("why" in replayed)) run.push(replayed);
    else {
      if (replayed.why === "not followed") pending.push(day0);
      if (day0 >= from) left.push({ id, title, why: replayed.why });
    }
  }
  const nights = listNights(run, { alpha: scope.workspace.alpha, to, pending });
  const shown = run.flatMap(({ result }) => (result.day0 >= from ? result : []));
  const placebos = await placebosOf(
    scope,
    shown.map(({ id }) => id),
  );
  return { changes: shown, left, nights, alpha: scope.workspace.alpha, placebos };
}

/** First day of the half-year: a list is of all changes of its family, also those that began before what is looked at. */
function halfYearOf(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(5, 7) <= "06" ? "01" : "07"}-01`;
}

interface Night {
  alpha: number;
  to: string;
  /** First days of changes that are not followed yet: they count in their family with e = 1. */
  pending: readonly string[];
}

/** Draws the lists of every night; writes each change's first nights on them into its result. */
function listNights(run: readonly ReplayedChange[], { alpha, to, pending }: Night): number {
  const families = group(run, ({ watched }) => familyOf(watched.openedOn));
  let nights = 0;
  for (const [name, members] of families) {
    const family: Family = {
      alpha,
      to,
      changes: members.map(({ watched }) => enrol(watched, null, { down: false, up: false })),
      pending: pending.filter((day) => familyOf(day) === name),
      evidence: new Map(),
      alarms: [],
    };
    const days = members
      .flatMap(({ evidence }) => evidence)
      .sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0));
    const opened = new Set(members.map(({ watched }) => watched.openedOn));
    const first = earlier(to, ...opened);
    let place = 0;
    for (let night = dayNumber(first); night <= dayNumber(to); night += 1) {
      const day = dayOf(night);
      const before = place;
      for (let row = days[place]; row !== undefined && row.day <= day; row = days[place]) {
        family.evidence.set(row.id, row);
        place += 1;
      }
      if (place === before && !opened.has(day)) continue;
      drawNight(family, day);
      nights += 1;
    }
    for (const { watched, result } of members) {
      const whole = watched.monitors.find(({ slice }) => slice === "all");
      result.alarmOn = whole?.alarmOn.down ?? null;
      result.upOn = whole?.alarmOn.up ?? null;
    }
  }
  return nights;
}

async function placebosOf(scope: Scope, ids: readonly number[]): Promise<ReplayResult["placebos"]> {
  if (ids.length === 0) return { k: 0, down: 0, up: 0 };
  const [row] = await scope.db
    .select({
      k: sql<number>`count(*)::int`,
      down: sql<number>`count(${placebo.downAlarmOn})::int`,
      up: sql<number>`count(${placebo.upAlarmOn})::int`,
    })
    .from(placebo)
    .innerJoin(
      change,
      and(
        eq(change.workspaceId, placebo.workspaceId),
        eq(change.id, placebo.changeId),
        eq(change.revision, placebo.revision),
      ),
    )
    .where(
      and(
        eq(placebo.workspaceId, scope.workspaceId),
        inArray(placebo.changeId, [...ids]),
        sql`${placebo.unmeasurable} is null`,
      ),
    );
  return row ?? { k: 0, down: 0, up: 0 };
}
