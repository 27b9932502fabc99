import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { qualityOf } from "../quality/queries";
import { type Actor, inWorkspace, type Scope } from "../scope";
import { hideInTrial, type Told } from "./hide-people";
import { importOf, rejectsOf } from "./queries";
import { at, type TestShop, testShop } from "./testing";

let database: TestDatabase;
let shop: TestShop;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "hidden");
});
afterAll(() => database.drop());

const member = (seesPeople: boolean): Actor => ({ kind: "member", userId: 1, role: "admin", seesPeople });
const as = <T>(actor: Actor, work: (scope: Scope) => Promise<T>) =>
  inWorkspace(database.app.db, { workspaceId: shop.workspaceId, actor, now: at }, work);
const seen = async () => {
  const rows = await database.owner.sql<{ subject: string }[]>`
    select subject from audit_event where workspace_id = ${shop.workspaceId} and action = 'people.see' order by id`;
  return rows.map(({ subject }) => subject);
};
const valuesOf = (rejects: readonly { column: string; value: string }[]) =>
  Object.fromEntries(rejects.map(({ column, value }) => [column, value]));

const people = {
  "people.csv":
    "who,mail,consent_email\nANNA,anna at home,\nBRUNO,bruno@example.com,anna@example.com\nCARLA,carla@example.com,maybe\nDORA,dora@example.com,\n",
};
const mapping = { columns: { customer: "who", email: "mail", consent_email: "consent_email" } };

describe("refused rows", () => {
  it("show no person to an administrator who may not see people, on the page, in the file and among the examples", async () => {
    const { batchId } = await shop.import(people, { kind: "customers", mapping });
    const { rejects, hidesPeople } = await as(member(false), (scope) => importOf(scope, batchId));
    expect(rejects.map(({ column, value }) => [column, value])).toEqual([
      ["mail", "•••"],
      ["consent_email", "•••"],
      ["consent_email", "maybe"],
    ]);
    expect(hidesPeople).toBe(true);
    const file = await as(member(false), (scope) => rejectsOf(scope, batchId));
    const { refused } = await as(member(false), (scope) => qualityOf(scope, { page: 1 }));
    expect(JSON.stringify([file, refused])).not.toMatch(/anna|bruno/);
    expect(await seen()).toEqual([]);
  });

  it("show them to one who may; each look is audited once", async () => {
    const { batchId } = await shop.import(people, { kind: "customers", mapping, source: "crm" });
    const { rejects, hidesPeople } = await as(member(true), (scope) => importOf(scope, batchId));
    expect([valuesOf(rejects).mail, hidesPeople]).toEqual(["anna at home", false]);
    expect(await seen()).toEqual([`import_batch:${batchId}`]);
    await as(member(true), (scope) => rejectsOf(scope, batchId));
    expect(await seen()).toHaveLength(2);
  });

  it("show a key the values of imports by the API only", async () => {
    const { batchId } = await shop.import(people, { kind: "customers", mapping, source: "keys" });
    const key = { kind: "key", keyId: 1, name: "Tills" } as const;
    const values = async () => (await as(key, (scope) => importOf(scope, batchId))).rejects.map(({ value }) => value);
    expect(new Set(await values())).toEqual(new Set(["•••"]));
    await database.owner.sql`update import_batch set via = 'api' where id = ${batchId}`;
    expect(await values()).toContain("maybe");
  });

  it("a file that cannot be used quotes nobody", async () => {
    const wrong = { "people.csv": "who,mail\nANNA,anna at home\n" };
    const columns = { customer: "who", email: "mail" };
    const failed = shop.import(wrong, { kind: "customers", mapping: { columns }, source: "wrong" });
    await expect(failed).rejects.toMatchObject({ code: "ingest.allRefused" });
    const { batch } = await shop.latest();
    const told = async (sees: boolean) => (await as(member(sees), (scope) => importOf(scope, batch.id))).batch.error;
    expect(await told(true)).toMatchObject({ params: { value: "anna at home" } });
    expect(await told(false)).toMatchObject({ params: { value: "•••" } });
  });
});

describe("what trying a file said", () => {
  const batch: Told = {
    ...{ id: 1, kind: "purchases", via: "upload", mapping: { columns: { customer: "who", amount: "paid" } } },
    files: [
      { role: "facts", name: "a.csv", bytes: 1, sha256: null, path: null },
      { role: "customers", name: "c.csv", bytes: 1, sha256: null, path: null },
    ],
  };
  const refused = (file: string, column: string, value: string) => ({
    ...{ line: 2, outcome: "refused" as const, said: {}, changes: [] },
    reject: { file, line: 2, column, value, code: "number", params: {} },
  });
  it.each([
    ["a.csv", "paid", "12.x", "12.x"],
    ["a.csv", "Paid ", "anna@example.com", "•••"],
    ["a.csv", "who", "ANNA", "•••"],
    ["a.csv", "", "ANNA;12", "•••"],
    ["a.csv", "loyalty", "gold", "•••"],
    ["c.csv", "paid", "ANNA", "•••"],
  ])("%s, %s: %s is shown as %s", (file, column, value, shown) => {
    const report = {} as never;
    const told = hideInTrial(batch, "nobody", { whole: true, report, rows: [refused(file, column, value)] });
    expect(told).toMatchObject({ rows: [{ reject: { value: shown } }] });
  });

  it("customers and attributes are hidden in what rows say and change", () => {
    const report = {} as never;
    const changes = [
      { field: "attributes.name", from: "Anna", to: "Anna B" },
      { field: "quantity", from: "1", to: "2" },
    ];
    const rows = [{ line: 2, outcome: "changed" as const, said: { date: "2024-01-01", customer: "ANNA" }, changes }];
    expect(hideInTrial(batch, "nobody", { whole: true, report, rows })).toMatchObject({
      rows: [
        {
          said: { date: "2024-01-01", customer: "•••" },
          changes: [
            { from: "•••", to: "•••" },
            { from: "1", to: "2" },
          ],
        },
      ],
    });
  });
});
