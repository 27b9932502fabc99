import { and, eq } from "drizzle-orm";
import { cohort } from "@/db/schema";
import { currentVersion } from "../../customers/visit-version";
import { visitsStand } from "../../customers/visits-stand";
import type { Scope } from "../../scope";
import { type ChangeRule, changeRule } from "../change-rule";
import { type Cohort, findCohort } from "../cohort/open-cohort";
import { daysBetween, earlier } from "../days";
import { followAlone } from "../follow-alone";
import type { StepDone } from "../jobs";
import { closeMonitors, closesOn } from "../monitors/advance-monitors";
import { type Completeness, completeThrough } from "./complete-through";
import { countDays } from "./count-days";
import { countMoves } from "./count-moves";
import { countedWith } from "./counted-with";
import { movesStand } from "./forget-moved";
import { gatherJoined } from "./gather-joined";
import { gatherMembers } from "./gather-members";
import { identificationChanged } from "./identification";
import type { KeptDays } from "./keep-days";
import { findLater } from "./later-changes";
import { splitsOf } from "./splits";

/**
 * Counts the returns of a change's members, day by day, up to the last complete day. Run again on the same data it changes nothing.
 * Only what came since the last count is counted (count-moves.ts), unless something else decides now who is seen (counted-with.ts),
 * or the days go further back or forward than a round: then all is counted from the start.
 * Who goes on from these days (monitors) keeps `cohort.rewinds` as it was when they were read: while it is the same, no day up to
 * the former `counted_through` has changed and the days after it are enough; when it is another, all is run anew from the first day.
 */
export async function countChange(scope: Scope, changeId: number): Promise<StepDone | null> {
  await visitsStand(scope);
  await followAlone(scope, changeId);
  await movesStand(scope);
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  if (found === null) return null;
  const data = await completeThrough(scope, target, found);
  const closes = closesOn(target, found);
  const through = earlier(data.through, closes.day);
  if (closes.day < found.day0) await closeMonitors(scope, changeId, null, closes.why);
  if (through < found.day0) return null;
  const version = await currentVersion(scope);
  const later = await findLater(scope, target, found, through);
  const counted = await count(scope, target, { ...found, later: { ...later } }, { through, data });
  const { rows, firstDay } = counted.kept;
  const rewound = firstDay !== null && found.countedThrough !== null && firstDay <= found.countedThrough;
  const known = counted.anew ? null : found.identified;
  const seen = found.unmeasurable === null ? await identificationChanged(scope, target, through, known) : null;
  await scope.db
    .update(cohort)
    .set({
      carriers: data.carriers,
      later: { ...later },
      countedThrough: through,
      countedVersion: version,
      countedWith: counted.with,
      countedJoined: counted.countedJoined,
      rewinds: found.rewinds + (rewound ? 1 : 0),
      identified: seen?.identified ?? null,
      withheld: seen?.moved ? "identification changed" : null,
    })
    .where(
      and(
        eq(cohort.workspaceId, scope.workspaceId),
        eq(cohort.changeId, changeId),
        eq(cohort.revision, target.change.revision),
      ),
    );
  return { rows, counts: { days: rows, anew: counted.anew ? 1 : 0, rewound: rewound ? 1 : 0 } };
}

interface Counted extends Pick<Cohort, "countedJoined"> {
  kept: KeptDays;
  with: string;
  anew: boolean;
}

async function count(
  scope: Scope,
  target: ChangeRule,
  found: Cohort,
  { through, data }: { through: string; data: Completeness },
): Promise<Counted> {
  const seen = countedWith(found, data, through);
  const { countedThrough: from, countedVersion: since, countedJoined: before } = found;
  if (from !== null && since !== null && before !== null && found.countedWith === seen.fingerprint) {
    const ahead = daysBetween(from, through);
    if (ahead >= 0 && ahead <= found.roundDays) {
      const joined = await gatherJoined(scope, target.change, through, before);
      const kept = await countMoves(
        scope,
        target,
        found,
        { from, version: since, joined: before },
        { through, joined },
        seen.plain ? null : data,
      );
      if (kept !== null) return { kept, with: seen.fingerprint, countedJoined: joined, anew: false };
    }
  }
  const joined = await gatherMembers(scope, target, through, data);
  const kept = await countDays(scope, target, found.roundDays, splitsOf(found));
  return { kept, with: seen.fingerprint, countedJoined: joined, anew: true };
}
