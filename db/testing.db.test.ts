import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "./testing";

let one: TestDatabase;
let other: TestDatabase;
beforeAll(async () => {
  [one, other] = await Promise.all([testDatabase(), testDatabase()]);
});
afterAll(() => Promise.all([one.drop(), other.drop()]));

describe("a test database", () => {
  it("is its own: a table made in one is not in the other", async () => {
    await one.owner.sql`create table mark (id int)`;
    const [found] = await other.owner.sql`select to_regclass('mark') as mark`;
    expect(found?.mark).toBeNull();
  });
  it("is UTF8, migrated, and entered by two logins of which the application's owns nothing", async () => {
    const [about] = await one.app.sql<{ encoding: string; user: string; owned: number }[]>`
      select current_setting('server_encoding') as encoding, current_user as user,
        (select count(*)::int from pg_class where relowner = current_user::regrole) as owned`;
    expect(about).toEqual({ encoding: "UTF8", user: "triptych_app", owned: 0 });
    const [table] = await one.owner.sql`select to_regclass('workspace')::text as name`;
    expect(table?.name).toBe("workspace");
  });
  it("runs on the version asked for", async () => {
    const [version] = await one.owner.sql<{ major: string }[]>`select split_part(version(), ' ', 2) as major`;
    expect(version?.major.split(".")[0]).toBe(process.env.TRIPTYCH_PG ?? "18");
  });
});
