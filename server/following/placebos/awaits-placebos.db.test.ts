import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { buildHouse, type House } from "../../changes/testing";
import { RETRIES } from "../../jobs/enqueue";
import type { Job } from "../../jobs/run";
import type { Scope } from "../../scope";
import { openChange } from "../cohort/open-change";
import { addDays } from "../days";
import { runPlacebosJob } from "../jobs";
import { drawUpList } from "../list/draw-up-list";
import { advanceChange } from "../monitors/advance-change";
import { inventChange, night } from "../testing";
import { goWithoutPlacebos } from "./awaits-placebos";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const DAY_0 = "2026-02-02";
const LAST = addDays(DAY_0, 60);

/** A change that lost nearly half on day 0, counted up to LAST; its placebo changes are not followed yet. */
async function open(slug: string): Promise<{ house: House; id: number }> {
  const house = await buildHouse(database, slug);
  const id = await inventChange(database, house, { seed: 9, day0: DAY_0, days: 61, theta: () => 0.55 });
  await database.owner.sql`
    update cohort set calibration = null, counted_through = ${LAST} where workspace_id = ${house.workspaceId}`;
  return { house, id };
}

const tonight = <T>({ house }: { house: House }, work: (scope: Scope) => Promise<T>) =>
  night(database, house, LAST, work);

const said = (id: number) => async (scope: Scope) => {
  await advanceChange(scope, id);
  await drawUpList(scope);
  const [row] = await scope.db.execute<{ monitors: number; alerts: number; word: string; reason: string }>(sql`
    select (select count(*)::int from monitor) as monitors, (select count(*)::int from alert) as alerts,
      parts->>'word' as word, parts->>'reason' as reason
    from reading where method = 'verdict' and slice = 'all' order by known_at desc limit 1`);
  return row;
};

const asked = async (scope: Scope) =>
  (await scope.db.execute(sql`select subject from job_run where job = 'run-placebos' and state = 'queued'`)).map(
    ({ subject }) => subject,
  );

const calibrated = async (scope: Scope) =>
  (await scope.db.execute<{ known: boolean }>(sql`select calibration is not null as known from cohort`))[0]?.known;

/** The run of its placebo changes that failed after so many tries. */
async function failed({ house, id }: { house: House; id: number }, tries: number): Promise<number> {
  const [row] = await database.owner.sql<{ id: string }[]>`
    insert into job_run (workspace_id, job, queue_id, subject, state, queued_at, day, tries)
    values (${house.workspaceId}, 'run-placebos', ${randomUUID()}, ${`change:${id}`}, 'failed', now(), ${LAST}, ${tries})
    returning id`;
  return Number(row?.id);
}

describe("a change whose placebo changes are not followed yet", () => {
  it("opens no monitor, raises nothing and says why; once its calibration is known the alarm comes", async () => {
    const world = await open("awaits");
    const early = { monitors: 0, alerts: 0, word: "too early to say", reason: "calibration not known yet" };
    expect(await tonight(world, said(world.id))).toEqual(early);
    await tonight(world, (scope) => goWithoutPlacebos(scope, world.id));
    expect(await tonight(world, said(world.id))).toMatchObject({ alerts: 1, word: "stopped following" });
  });

  it("asks for them on every night, whichever wave made it measurable", async () => {
    const world = await open("asks");
    await tonight(world, (scope) => openChange(scope, world.id));
    expect(await tonight(world, asked)).toEqual([`change:${world.id}`]);
    await tonight(world, (scope) => openChange(scope, world.id));
    expect(await tonight(world, asked)).toEqual([`change:${world.id}`]);
  });

  it("goes on without after the last try, not before", async () => {
    const world = await open("gives-up");
    const run = async (tries: number) => {
      const runId = await failed(world, tries);
      let broken = true;
      const inScope: Job["inScope"] = (work) =>
        tonight(world, async (scope) => {
          if (!broken) return work(scope);
          broken = false;
          throw new Error("no room");
        });
      const job = { inScope, runId, report: async () => {} } as unknown as Job;
      const ticket = { workspaceId: world.house.workspaceId, runId, changeId: world.id };
      await expect(runPlacebosJob(job, ticket)).rejects.toThrow("no room");
      return tonight(world, calibrated);
    };
    expect(await run(RETRIES)).toBe(false);
    expect(await run(RETRIES + 1)).toBe(true);
  });

  it("goes on without where its worker was killed too often", async () => {
    const world = await open("killed");
    await failed(world, RETRIES + 1);
    await tonight(world, (scope) => openChange(scope, world.id));
    expect([await tonight(world, calibrated), await tonight(world, asked)]).toEqual([true, []]);
  });
});
