import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { at, buildHouse, type House } from "../changes/testing";
import type { Role } from "../scope";
import { createCallerFactory } from "../trpc/init";
import { appRouter } from "../trpc/router";

let database: TestDatabase;
let house: House;
let rival: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
  rival = await buildHouse(database, "rival");
  await database.owner.sql`update workspace set settings = '{"minAlive": 0.4}' where id = ${house.workspaceId}`;
});
afterAll(() => database.drop());

const createCaller = createCallerFactory(appRouter);
const caller = (role: Role, of = house) => {
  const member = { role, seesPeople: true, workspaceId: of.workspaceId, userId: of.members[role].userId };
  return createCaller({ db: database.app.db, now: at, member }).workspaces;
};
const audited = () => database.owner.sql`
  select actor, subject, before, after from audit_event
  where workspace_id = ${house.workspaceId} and action = 'workspace.settings' order by id`;

describe("settings of a workspace", () => {
  it("have defaults, are changed one by one by an administrator, and the audit keeps what stood before", async () => {
    expect(await caller("admin").settings()).toEqual({ joinSameVerifiedEmail: false, minExpectedLines: 10 });
    await caller("admin").changeSettings({ joinSameVerifiedEmail: true });
    await caller("admin").changeSettings({ minExpectedLines: 3 });
    expect(await caller("admin").settings()).toEqual({ joinSameVerifiedEmail: true, minExpectedLines: 3 });
    expect(await audited()).toEqual([
      {
        ...{ actor: "admin", subject: "workspace" },
        ...{ before: { joinSameVerifiedEmail: false }, after: { joinSameVerifiedEmail: true } },
      },
      { actor: "admin", subject: "workspace", before: { minExpectedLines: 10 }, after: { minExpectedLines: 3 } },
    ]);
  });
  it("the others stay, and the same again leaves no trace", async () => {
    await caller("admin").changeSettings({ minExpectedLines: 3 });
    expect(await audited()).toHaveLength(2);
    const [row] = await database.owner.sql`select settings from workspace where id = ${house.workspaceId}`;
    expect(row?.settings).toEqual({ minAlive: 0.4, joinSameVerifiedEmail: true, minExpectedLines: 3 });
  });
  it("of another workspace are its own", async () => {
    expect(await caller("admin", rival).settings()).toMatchObject({ joinSameVerifiedEmail: false });
  });
  it("are refused out of range, and to whoever does not administer", async () => {
    await expect(caller("admin").changeSettings({ minExpectedLines: 0 })).rejects.toMatchObject({
      cause: { kind: "invalid" },
    });
    await expect(caller("marketer").changeSettings({ minExpectedLines: 5 })).rejects.toMatchObject({
      cause: { kind: "forbidden" },
    });
  });
});
