import type { Scope } from "../../scope";
import { startMonitor } from "../../stats/monitor";
import { weeklyZ } from "../../stats/weekly-z";
import { changeRule } from "../change-rule";
import { findCohort } from "../cohort/open-cohort";
import { closesOn } from "../counting/closes-on";
import { dayNumber, dayOf, earlier } from "../days";
import type { Both, WatchedChange } from "../list/read-family";
import { inSlice, lastApart, planOf, runSlice } from "../monitors/advance-monitors";
import { isCalibrated } from "../monitors/calibration-of";
import { type CountedCell, readCells } from "../monitors/read-cells";
import { intenseEnough, slicesOf } from "../monitors/slices-of";
import { readScores } from "./read-scores";
import type { Replayed } from "./replay-shape";
import { whenScoresFell } from "./when-scores-fell";

/** One change as its monitors would have run: ln e by the day it changed, and what else would have spoken. */
export interface ReplayedChange {
  watched: WatchedChange;
  evidence: (Both & { id: number; day: string })[];
  result: Replayed;
}

/** Weekly reading of a one-sided 5% test. */
const Z = 1.6449;

/** Runs one change's monitors from its day 0, whenever it was recorded; ids are of this run only. */
export async function replayChange(
  scope: Scope,
  changeId: number,
  to: string,
): Promise<ReplayedChange | { why: string }> {
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  if (found?.countedThrough == null) return { why: "not followed" };
  const why = found.unmeasurable ?? found.withheld;
  if (why !== null) return { why };
  const until = earlier(to, found.countedThrough, closesOn(target, found).day, lastApart(found));
  const cells = await readCells(scope, found, { after: null, from: found.day0, until });
  const slices = slicesOf(found, await intenseEnough(scope, found));
  const evidence = slices.flatMap((slice, i) => {
    const { path } = runSlice(startMonitor(planOf(target, found, slice)), cells.filter(inSlice(slice)), []);
    return path.map(({ day, down, up }) => ({ id: idOf(changeId, i), day, down, up }));
  });
  const monitors = slices.map(({ name }, i) => ({
    id: idOf(changeId, i),
    slice: name,
    alarmOn: { down: null, up: null },
  }));
  const { before, days } = await readScores(scope, found, until);
  const nps = whenScoresFell(before, days, { day0: dayNumber(found.day0), until: dayNumber(until) });
  const [whole] = slices;
  return {
    watched: { changeId, revision: found.revision, openedOn: found.day0, advancedTo: until, monitors },
    evidence,
    result: {
      ...{ id: changeId, title: target.change.title, day0: found.day0, until, alarmOn: null, upOn: null },
      calibrated: whole !== undefined && isCalibrated(planOf(target, found, whole).calibration),
      npsOn: nps === null ? null : dayOf(nps),
      zOn: zOf(cells, { day0: dayNumber(found.day0), until: dayNumber(until) }),
    },
  };
}

const SLICES = 32;

function idOf(changeId: number, slice: number): number {
  return changeId * SLICES + slice;
}

/** End of the first week, over by `until`, in which a one-sided z test of first returns would have rejected. */
function zOf(cells: readonly CountedCell[], { day0, until }: { day0: number; until: number }): string | null {
  const first = cells
    .filter(({ part, round }) => part === 0 && round === 0)
    .map(({ day, stratum, n1, n0, d, o }) => ({ day, cell: stratum, n1, n0, d, o }));
  const over = (week: number) => day0 + 7 * week + 6;
  const week = weeklyZ(first, day0).find((each) => each.z > Z && over(each.week) <= until)?.week;
  return week === undefined ? null : dayOf(over(week));
}
