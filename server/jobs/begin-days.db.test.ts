import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { createWorkspace } from "../workspaces/create-workspace";
import { beginDays } from "./begin-days";

let database: TestDatabase;
const ids: Record<string, number> = {};

beforeAll(async () => {
  database = await testDatabase();
  const make = async (slug: string, tz: string, pinnedDay?: string) => {
    ids[slug] = await createWorkspace(database.owner, { slug, name: slug, currency: "EUR", tz, pinnedDay });
  };
  await make("paris", "Europe/Paris");
  await make("montreal", "America/Montreal");
  await make("pinned", "Europe/Paris", "2026-10-31");
  await make("fresh", "Europe/Paris");
  for (const slug of ["paris", "montreal", "pinned"]) {
    await database.owner.sql`
      insert into job_run (workspace_id, job, subject, state, queued_at)
      values (${ids[slug] ?? 0}, 'derive-visits', 'workspace', 'done', '2026-11-20T12:00:00Z')`;
  }
});
afterAll(() => database.drop());

const at = (moment: string) => beginDays({ ...database, clock: () => new Date(moment) });

describe("beginDays", () => {
  it("the same day in both zones -> nobody", async () => {
    expect(await at("2026-11-20T22:59:00Z")).toEqual([]);
  });
  it("midnight in Paris, 18:00 in Montreal -> Paris; neither a pinned workspace nor one without an import", async () => {
    expect(await at("2026-11-20T23:01:00Z")).toEqual([ids.paris]);
    const jobs = await database.owner.sql`select data from pgboss.job where name = 'derive-visits'`;
    expect(jobs.map(({ data }) => data)).toMatchObject([{ workspaceId: ids.paris }]);
  });
  it("asked again in that day -> once is enough", async () => {
    expect(await at("2026-11-21T04:59:00Z")).toEqual([]);
  });
  it("midnight in Montreal -> Montreal", async () => {
    expect(await at("2026-11-21T05:01:00Z")).toEqual([ids.montreal]);
  });
});
