import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../db/embedded/postmaster";
import { type TestDatabase, testDatabase } from "../../db/testing";
import { checkDatabase, unfitSentence } from "./database-check";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const changed = (change: (url: URL) => void) => {
  const url = new URL(database.ownerUrl);
  change(url);
  return url.toString();
};
const refusal = (url: string, appUrl?: string) =>
  checkDatabase(url, appUrl).then(
    () => "accepted",
    (error: Error) => error.message,
  );

describe("a database that Triptych can run on", () => {
  it("is accepted with its version", async () => {
    expect((await checkDatabase(database.ownerUrl, undefined)).version).toMatch(/^1[5-8]\.\d+$/);
  });
});

describe("a wrong DATABASE_URL gets one sentence that says what to do", () => {
  it.each([["postgress://x"], ["triptych"], ["mysql://a:b@c/d"], ["postgres:///x"]])("malformed: %s", async (url) => {
    expect(await refusal(url)).toBe(
      "DATABASE_URL is not the address of a PostgreSQL: write it as postgres://user:password@host:5432/database.",
    );
  });
  it("nobody listens", async () => {
    const port = await freePort();
    const url = changed((u) => {
      u.port = String(port);
    });
    expect(await refusal(url)).toBe(
      `Nothing answers at 127.0.0.1:${port}, where DATABASE_URL points: start that PostgreSQL, or correct the host and port.`,
    );
  });
  it("an unknown host", async () => {
    const url = changed((u) => {
      u.hostname = "nowhere.invalid";
    });
    expect(await refusal(url)).toMatch(/^DATABASE_URL names the host "nowhere.invalid", which cannot be found/);
  });
  it("a wrong password, which is not repeated", async () => {
    const url = changed((u) => {
      u.password = "hunter2";
    });
    const sentence = await refusal(url);
    expect(sentence).toMatch(/refuses the login "triptych" of DATABASE_URL/);
    expect(sentence).not.toContain("hunter2");
  });
  it("a database that is not there", async () => {
    const url = changed((u) => {
      u.pathname = "/absent";
    });
    expect(await refusal(url)).toMatch(/^There is no database "absent" at 127.0.0.1:\d+: make it \(createdb\)/);
  });
  it("another encoding", async () => {
    await database.owner.sql.unsafe(
      `create database latin_check template template0 encoding 'LATIN1' locale_provider libc locale 'C'`,
    );
    const url = changed((u) => {
      u.pathname = "/latin_check";
    });
    expect(await refusal(url)).toMatch(/is encoded in LATIN1 and Triptych keeps UTF8: make another/);
    await database.owner.sql.unsafe("drop database latin_check");
  });
  it("tables of something else", async () => {
    await database.owner.sql.unsafe("create database strange_check template template0");
    const url = changed((u) => {
      u.pathname = "/strange_check";
    });
    const sql = postgres(url, { max: 1 });
    await sql.unsafe("create table wordpress_posts (id int)");
    await sql.end();
    expect(await refusal(url)).toMatch(/holds 1 table of something else: make an empty one/);
    await database.owner.sql.unsafe("drop database strange_check");
  });
  it("a login that may make neither schemas nor logins", async () => {
    await database.owner.sql.unsafe("create role guest_check login password 'guest'");
    await database.owner.sql.unsafe("create database guest_check template template0");
    const url = changed((u) => {
      u.username = "guest_check";
      u.password = "guest";
      u.pathname = "/guest_check";
    });
    expect(await refusal(url)).toMatch(/may not create schemas in the database at .*: make it the database's owner/);
    await database.owner.sql.unsafe("drop database guest_check");
    await database.owner.sql.unsafe("drop role guest_check");
  });
  it("an application login that is refused", async () => {
    const appUrl = new URL(database.appUrl);
    appUrl.password = "wrong";
    expect(await refusal(database.ownerUrl, appUrl.toString())).toMatch(
      /refuses the login "triptych_app" of DATABASE_APP_URL/,
    );
  });
  it("an application login whose password is not the derived one", async () => {
    await database.owner.sql.unsafe("create role second_owner login superuser password 'other'");
    const url = changed((u) => {
      u.username = "second_owner";
      u.password = "other";
    });
    expect(await refusal(url)).toMatch(
      /^The login triptych_app is there already with a password of its own: set DATABASE_APP_URL/,
    );
    await database.owner.sql.unsafe("drop role second_owner");
  });
  it("a newer Triptych's database: one migration more than this version has", async () => {
    const { sql } = database.owner;
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`;
    expect(await refusal(database.ownerUrl)).toMatch(
      /made by a newer Triptych \(1 migration unknown here\): update this copy/,
    );
    await sql`delete from drizzle.__drizzle_migrations where hash = 'later'`;
  });
});

describe("a PostgreSQL that does not fit", () => {
  const fits = { version: 180_004, versionText: "18.4", encoding: "UTF8", standby: false };
  it.each([
    [{ version: 140_012, versionText: "14.12" }, /is version 14.12 and Triptych needs 15 or newer/],
    [{ standby: true }, /is a standby that takes no writes/],
  ])("%o", (difference, sentence) => {
    expect(unfitSentence({ ...fits, ...difference }, "host:5432/db")).toMatch(sentence);
    expect(unfitSentence(fits, "host:5432/db")).toBeUndefined();
  });
});
