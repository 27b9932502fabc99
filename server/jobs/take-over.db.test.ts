import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { createWorkspace } from "../workspaces/create-workspace";
import { takeOver } from "./take-over";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const clock = () => new Date("2026-11-21T09:00:00Z");
const make = (slug: string) => createWorkspace(database.owner, { slug, name: slug, currency: "EUR", tz: "UTC" });

/** A run of an earlier version, as it stands in both tables. */
async function waits(workspaceId: number, job: string, state: string): Promise<void> {
  const id = randomUUID();
  const { sql } = database.owner;
  await sql`select pgboss.create_queue(${job}::text, '{"policy":"standard"}'::json)`;
  await sql`
    insert into job_run (workspace_id, job, queue_id, subject, state, queued_at)
    values (${workspaceId}, ${job}, ${id}, 'workspace', ${state}, '2026-11-20T12:00:00Z')`;
  await sql`insert into pgboss.job (id, name, data) values (${id}::uuid, ${job}, '{}')`;
}

describe("jobs of an earlier version that wait", () => {
  it("lead to the first step of the day in each of their workspaces, once; what waited is ended", async () => {
    const [night, change, ran, none] = [
      await make("night"),
      await make("change"),
      await make("ran"),
      await make("none"),
    ];
    await waits(night, "derive", "queued");
    await waits(change, "follow-change", "running");
    await waits(ran, "derive", "done");
    expect(await takeOver({ ...database, clock })).toEqual([night, change, ran]);
    expect(await takeOver({ ...database, clock })).toEqual([]);
    const { sql } = database.owner;
    const asked = await sql`
      select (data ->> 'workspaceId')::int as id from pgboss.job where name = 'derive-visits' order by 1`;
    expect(asked.map(({ id }) => id)).toEqual([night, change, ran]);
    const left = await sql`select job, state from job_run where state <> 'done' and workspace_id <> ${none}`;
    expect(left.map(({ job, state }) => `${job} ${state}`)).toEqual(Array(3).fill("derive-visits queued"));
    const waiting = await sql`
      select j.name from pgboss.job j join job_run r on r.queue_id = j.id::text where r.workspace_id in (${night}, ${change})`;
    expect(waiting.map(({ name }) => name)).toEqual(["derive-visits", "derive-visits"]);
  });
});
