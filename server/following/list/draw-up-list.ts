import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { movesStand } from "../counting/forget-moved";
import { addDays, earlier } from "../days";
import type { StepDone } from "../jobs";
import type { ListParts } from "../schema";
import { type DIRECTIONS, type Drawn, drawNight, enrol, type Family } from "./draw-nights";
import { keepAlarms } from "./keep-alarms";
import { keepLists, readLists } from "./keep-list";
import {
  familyOf,
  readEvidenceBefore,
  readEvidenceDays,
  readFamilies,
  readPending,
  type WatchedChange,
} from "./read-family";
import { sayVerdicts } from "./say-verdicts";

/** Nights whose evidence is held in memory at once. */
const CHUNK = 28;

/**
 * Tonight's lists over all changes (methods 4): families by the half-year in which monitors opened, each direction its own. Where
 * several days were read at once, the list of every night between is drawn, in order, so that alarms are dated as they would have
 * been. Then the verdicts, and the inbox. Run again on the same data it changes nothing.
 */
export async function drawUpList(scope: Scope): Promise<StepDone> {
  const { db, workspaceId } = scope;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`list:${workspaceId}`}, 7041967))`);
  await movesStand(scope);
  const families = await readFamilies(scope);
  const before = await readLists(scope, [...families.keys()]);
  const pending = await readPending(scope);
  const drawn: Drawn[] = [];
  let nights = 0;
  for (const [name, changes] of families) {
    const family = await openFamily(scope, changes, before.get(name) ?? { down: null, up: null });
    family.pending = pending.filter((day) => familyOf(day) === name);
    nights += await drawNights(scope, family);
    await keepAlarms(scope, family.alarms);
    await keepLists(scope, name, family);
    drawn.push(...family.changes);
  }
  const rows = await sayVerdicts(scope, drawn);
  const listed = drawn.filter(({ latest }) => latest.down.listed).length;
  return { rows, counts: { changes: drawn.length, nights, listed } };
}

type Lists = Record<(typeof DIRECTIONS)[number], ListParts | null>;

async function openFamily(scope: Scope, changes: readonly WatchedChange[], before: Lists): Promise<Family> {
  const to =
    changes
      .map(({ advancedTo }) => advancedTo)
      .sort()
      .at(-1) ?? scope.today;
  const known = (direction: (typeof DIRECTIONS)[number], { changeId, revision }: WatchedChange) =>
    before[direction]?.changes.find((each) => each.changeId === changeId && each.revision === revision);
  const drawn = changes.map((each) =>
    enrol(each, known("down", each)?.through ?? null, {
      down: known("down", each)?.listed ?? false,
      up: known("up", each)?.listed ?? false,
    }),
  );
  return { alpha: scope.workspace.alpha, to, changes: drawn, pending: [], evidence: new Map(), alarms: [] };
}

/** From the first night that somebody's new days fall in; the latest one in any case. @returns nights drawn */
async function drawNights(scope: Scope, family: Family): Promise<number> {
  const { to, changes, evidence } = family;
  const ids = changes.flatMap(({ change }) => change.monitors.map(({ id }) => id));
  const first = changes.flatMap(({ change, through }) => {
    if (through === null) return change.openedOn;
    return through < change.advancedTo ? addDays(through, 1) : [];
  });
  const from = earlier(to, ...first);
  for (const [id, both] of await readEvidenceBefore(scope, ids, from)) evidence.set(id, both);
  let nights = 0;
  for (let start = from; start <= to; start = addDays(start, CHUNK)) {
    const end = earlier(to, addDays(start, CHUNK - 1));
    const days = await readEvidenceDays(scope, ids, { from: start, to: end });
    let place = 0;
    for (let night = start; night <= end; night = addDays(night, 1)) {
      const moved = place;
      for (let row = days[place]; row && row.day === night; row = days[place]) {
        evidence.set(row.id, row);
        place += 1;
      }
      const opens = changes.some(({ change }) => change.openedOn === night);
      if (place === moved && !opens && night !== to) continue;
      drawNight(family, night);
      nights += 1;
    }
  }
  return nights;
}
