import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announceWorker, markDemoReady, readInstallation } from "./installation";
import { type TestDatabase, testDatabase } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const AT = new Date("2026-01-02T03:04:05Z");
const read = () => readInstallation(database.owner.sql);
const addWorkspace = (slug: string, demo: boolean) => database.owner.sql`
  insert into workspace (slug, name, currency, tz, demo) values (${slug}, ${slug}, 'EUR', 'Europe/Paris', ${demo})`;

describe("an installation", () => {
  it("is empty at first", async () => {
    expect(await read()).toEqual({ ownWorkspaces: 0, demo: "none", worker: false });
  });
  it("has an unfinished demo until it is marked, and marking twice is marking once", async () => {
    await addWorkspace("demo", true);
    expect((await read()).demo).toBe("unfinished");
    await markDemoReady(database.owner.sql, AT);
    await markDemoReady(database.owner.sql, AT);
    expect((await read()).demo).toBe("ready");
    const [runs] = await database.owner.sql`select count(*)::int as n from job_run`;
    expect(runs?.n).toBe(1);
  });
  it("counts workspaces that are not the demo", async () => {
    await addWorkspace("maison", false);
    expect((await read()).ownWorkspaces).toBe(1);
  });
  it("sees a worker exactly as long as one of the announced sessions lives", async () => {
    const sessions = [1, 2].map(() => postgres(database.appUrl, { max: 1 }));
    for (const session of sessions) await announceWorker(session);
    for (const session of sessions) await announceWorker(session);
    expect((await read()).worker).toBe(true);
    await sessions[0]?.end();
    expect((await read()).worker).toBe(true);
    await sessions[1]?.end();
    await expect.poll(async () => (await read()).worker).toBe(false);
  });
});
