import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { alert, change, cohort, monitor } from "@/db/schema";
import { raiseAlert } from "../../alerts/raise-alert";
import type { Scope } from "../../scope";
import { evidenceOf, type MonitorState } from "../../stats/monitor";
import type { NotMeasurable } from "../../stats/verdict";
import { settingsOf } from "../../workspaces/settings";
import type { Cohort } from "../cohort/open-cohort";
import { laterOf } from "../counting/splits";
import { daysBetween } from "../days";
import { calibrationOf } from "../monitors/calibration-of";
import { awaitsPlacebos } from "../placebos/awaits-placebos";
import { slicesWithPeople } from "../reading/evaluate";
import { keepReadings, type NewNight } from "../reading/keep-readings";
import { type NightReadings, readNights } from "../reading/read-readings";
import { latestStretches } from "../reading/stretches";
import type { PartsOf, Slice } from "../schema";
import { daysToShow } from "./days-to-show";
import { type AlarmTonight, decideVerdict } from "./decide-verdict";
import type { Direction, Drawn } from "./draw-nights";
import { tellAlert } from "./tell-alert";

type Row = typeof monitor.$inferSelect;
type Alarms = Record<Direction, AlarmTonight>;

/** Tonight's word on every change that is counted, and the inbox; of a cancelled one, of one
 * rolled back on its first day and of one whose present revision is not counted no alarm stands. @returns changes spoken of */
export async function sayVerdicts(scope: Scope, drawn: readonly Drawn[]): Promise<number> {
  const found = await readCounted(scope);
  const ids = found.map(({ watched }) => watched.changeId);
  const nights = await readNights(scope, ids, ["follow_rate"]);
  const rows = await readRows(scope, ids);
  const alerts = await scope.db
    .select({ changeId: alert.changeId, weakenedOn: alert.weakenedOn })
    .from(alert)
    .where(eq(alert.workspaceId, scope.workspaceId));
  const said: NewNight[] = [];
  for (const { watched, cancelled, undone } of found) {
    const here = ({ changeId, revision }: { changeId: number; revision: number }) =>
      changeId === watched.changeId && revision === watched.revision;
    const own = drawn.find(({ change }) => here(change)) ?? null;
    const alarms = undone ? new Map() : alarmsOf(scope, rows.filter(here), own);
    const night = undone ? null : (nights.get(watched.changeId) ?? null);
    said.push(await sayOf(scope, watched, { alarms, night }));
    const known = alerts.find(({ changeId }) => changeId === watched.changeId) ?? null;
    const heard = measured(watched) && !cancelled ? alarms : new Map();
    await tellAlert(scope, watched, { drawn: own, alarms: heard, night, known });
  }
  await keepReadings(scope, said);
  const silent = alerts.filter(({ changeId, weakenedOn }) => weakenedOn === null && !ids.includes(changeId ?? 0));
  for (const { changeId } of silent) {
    if (changeId === null) continue;
    await raiseAlert(scope, { changeId, standing: false, on: scope.today, sinceOn: null, evidence: null });
  }
  return found.length;
}

interface Counted {
  watched: Cohort;
  cancelled: boolean;
  /** Rolled back on its first day or before: nobody met it. */
  undone: boolean;
}

async function readCounted(scope: Scope): Promise<Counted[]> {
  const rows = await scope.db
    .select({ watched: cohort, state: change.state, endActual: change.endActual })
    .from(cohort)
    .innerJoin(
      change,
      and(
        eq(change.workspaceId, cohort.workspaceId),
        eq(change.id, cohort.changeId),
        eq(change.revision, cohort.revision),
      ),
    )
    .where(and(eq(cohort.workspaceId, scope.workspaceId), isNotNull(cohort.countedThrough)))
    .orderBy(cohort.changeId);
  return rows.map(({ watched, state, endActual }) => ({
    watched,
    cancelled: state === "cancelled",
    undone: state === "rolled_back" && endActual !== null && endActual <= watched.day0,
  }));
}

async function readRows(scope: Scope, ids: readonly number[]): Promise<Row[]> {
  return scope.db
    .select()
    .from(monitor)
    .where(and(eq(monitor.workspaceId, scope.workspaceId), inArray(monitor.changeId, [...ids, 0])));
}

function measured(watched: Cohort): boolean {
  return watched.unmeasurable === null && watched.withheld === null;
}

/** What the monitors of a change say tonight, by slice. */
function alarmsOf(scope: Scope, rows: readonly Row[], drawn: Drawn | null): Map<Slice, Alarms> {
  if (drawn === null) return new Map();
  return new Map(
    rows.flatMap((row) => {
      if (row.state === null) return [];
      const evidence = evidenceOf(row.state as unknown as MonitorState, scope.workspace.alpha);
      const slice = row.slice as Slice;
      const one = (direction: Direction): AlarmTonight => {
        const { listed, needs, within, logE, slices } = drawn.latest[direction];
        const whole = slice === "all";
        return {
          logE: whole ? logE : evidence[direction],
          needs: whole ? needs : (within?.[slices.includes(slice) ? "listed" : "next"] ?? null),
          listed: whole ? listed : slices.includes(slice),
          alone: evidence.alone[direction],
          alarmOn: direction === "down" ? row.downAlarmOn : row.upAlarmOn,
          sinceOn: direction === "down" ? row.downSince : row.upSince,
        };
      };
      return [[slice, { down: one("down"), up: one("up") }] as const];
    }),
  );
}

interface Heard {
  alarms: ReadonlyMap<Slice, Alarms>;
  night: NightReadings | null;
}

async function sayOf(scope: Scope, watched: Cohort, { alarms, night }: Heard): Promise<NewNight> {
  const through = watched.countedThrough ?? watched.day0;
  const stretches = latestStretches(watched, through);
  const early = stretches === null || stretches.kind === "so far";
  const daysToGo = early ? watched.roundDays - (stretches?.days ?? 0) : null;
  const showsIn = measured(watched) ? await showsInDays(scope, watched, through) : null;
  const { followFrom } = settingsOf(scope.workspace);
  const slices: Slice[] = [...slicesWithPeople(watched), ...(alarms.has("intense") ? ["intense" as const] : [])];
  const readings = [...new Set(slices)].map((slice) => {
    const heard = measured(watched) ? alarms.get(slice) : undefined;
    const parts: PartsOf<"verdict"> = decideVerdict({
      unmeasurable: (watched.unmeasurable ?? watched.withheld) as NotMeasurable | null,
      mixedFrom: laterOf(watched)?.alone?.from ?? null,
      awaiting: awaitsPlacebos(watched),
      down: heard?.down ?? null,
      up: heard?.up ?? null,
      rate: night?.get("follow_rate", slice) ?? null,
      followFrom,
      daysToGo,
      showsIn: slice === "all" ? showsIn : null,
      calibration: calibrationOf(watched, slice),
    });
    return { method: "verdict" as const, slice, parts };
  });
  const { changeId, revision } = watched;
  return { changeId, revision, asOf: through, readings };
}

/** Days left of those that were foreseen at day 0; null where none are. */
async function showsInDays(scope: Scope, watched: Cohort, through: string): Promise<number | null> {
  const days = await daysToShow(scope, watched);
  const left = days === null ? 0 : days - daysBetween(watched.day0, through) - 1;
  return left > 0 ? left : null;
}
