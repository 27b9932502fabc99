import { and, eq, isNotNull, sql } from "drizzle-orm";
import { change, cohort } from "@/db/schema";
import type { Scope } from "../scope";
import type { NotMeasurable } from "../stats/verdict";
import { settingsOf } from "../workspaces/settings";
import { readMonitors } from "./advance-monitors";
import { decideVerdict } from "./decide-verdict";
import { slicesWithPeople } from "./evaluate";
import type { StepDone } from "./jobs";
import { keepReadings } from "./keep-readings";
import type { Cohort } from "./open-cohort";
import { type NightReadings, readNights } from "./read-readings";
import type { PartsOf, Slice } from "./schema";
import { latestStretches } from "./stretches";
import { tellAlert } from "./tell-alert";

/** Tonight's word on every change that is counted: verdicts, and the inbox. Run again on the same data it changes nothing. */
export async function drawUpList(scope: Scope): Promise<StepDone> {
  const { db, workspaceId } = scope;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`list:${workspaceId}`}, 7041967))`);
  const found = await db
    .select({ cohort })
    .from(cohort)
    .innerJoin(
      change,
      and(
        eq(change.workspaceId, cohort.workspaceId),
        eq(change.id, cohort.changeId),
        eq(change.revision, cohort.revision),
      ),
    )
    .where(and(eq(cohort.workspaceId, workspaceId), isNotNull(cohort.countedThrough)))
    .orderBy(cohort.changeId);
  const nights = await readNights(
    scope,
    found.map(({ cohort: { changeId } }) => changeId),
    ["follow_rate"],
  );
  for (const { cohort: watched } of found) await sayOf(scope, watched, nights.get(watched.changeId) ?? null);
  return { rows: found.length };
}

async function sayOf(scope: Scope, watched: Cohort, night: NightReadings | null): Promise<void> {
  const through = watched.countedThrough ?? watched.day0;
  const measured = watched.unmeasurable === null && watched.withheld === null;
  const monitors = measured ? await readMonitors(scope, watched) : [];
  const stretches = latestStretches(watched, through);
  const early = stretches === null || stretches.kind === "so far";
  const { followFrom } = settingsOf(scope.workspace);
  const verdicts = new Map<Slice, PartsOf<"verdict">>(
    slicesWithPeople(watched).map((slice) => [
      slice,
      decideVerdict({
        unmeasurable: (watched.unmeasurable ?? watched.withheld) as NotMeasurable | null,
        down: monitors.find((each) => each.slice === slice && each.direction === "down") ?? null,
        up: monitors.find((each) => each.slice === slice && each.direction === "up") ?? null,
        rate: night?.get("follow_rate", slice) ?? null,
        followFrom,
        daysToGo: early ? watched.roundDays - (stretches?.days ?? 0) : null,
      }),
    ]),
  );
  const { changeId, revision } = watched;
  const readings = [...verdicts].map(([slice, parts]) => ({ method: "verdict" as const, slice, parts }));
  await keepReadings(scope, { changeId, revision }, through, readings);
  const rates = new Map(
    slicesWithPeople(watched).flatMap((slice) => {
      const parts = night?.get("follow_rate", slice);
      return parts ? [[slice, parts] as const] : [];
    }),
  );
  await tellAlert(scope, changeId, { monitors, rates, through });
}
