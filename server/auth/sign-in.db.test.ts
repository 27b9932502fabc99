import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { createWorkspace } from "../workspaces/create-workspace";
import { endSessions, membershipsOf, prefer, userOfSession } from "./accounts";
import { changePassword } from "./change-password";
import { createAccount } from "./create-account";
import { verifySignIn } from "./verify-sign-in";

let database: TestDatabase;
let workspaceId: number;
const password = "quatre chevaux dorment";
const start = new Date("2026-11-21T09:00:00Z").getTime();

beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await createWorkspace(database.owner, { slug: "w", name: "W", currency: "EUR", tz: "UTC" });
});
afterAll(() => database.drop());

let made = 0;
async function account(): Promise<{ email: string; userId: number }> {
  made += 1;
  const email = `somebody-${made}@example.com`;
  const rest = { name: "Somebody", password, role: "ops", seesPeople: false } as const;
  return { email, userId: await createAccount(database.owner, { workspaceId, email, ...rest }) };
}

/** Each test comes from an address of its own. */
const tries = (email: string, given: string, seconds = 0, address = email) =>
  verifySignIn(database.app.db, { email, password: given, address, now: new Date(start + seconds * 1000) });

describe("verifySignIn", () => {
  it("address in capitals and with spaces, right password -> welcome", async () => {
    const { email, userId } = await account();
    expect(await tries(` ${email.toUpperCase()} `, password)).toMatchObject({ outcome: "welcome", userId });
  });
  it("a wrong password and an unknown address get the same answer", async () => {
    const { email } = await account();
    expect(await tries(email, "not this one")).toEqual({ outcome: "wrong" });
    expect(await tries("nobody@example.com", "not this one")).toEqual({ outcome: "wrong" });
  });
  it("and take the same time: both hash (the unknown at least half as long as the known)", async () => {
    const { email } = await account();
    const timed = async (who: string, from: string) => {
      const began = performance.now();
      await tries(who, "not this one", 0, from);
      return performance.now() - began;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (const n of [1, 2, 3, 4]) {
      known.push(await timed(email, `a${n}`));
      unknown.push(await timed("no-one@example.com", `a${n}`));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
  });
  it("5 wrong in a row -> locked 5 s, for the right password too; then each wrong one doubles: 10 s, 20 s", async () => {
    const { email } = await account();
    for (let n = 0; n < 5; n++) expect(await tries(email, "wrong")).toEqual({ outcome: "wrong" });
    expect(await tries(email, password)).toEqual({ outcome: "locked", seconds: 5 });
    expect(await tries(email, "wrong", 5)).toEqual({ outcome: "wrong" });
    expect(await tries(email, password, 6)).toEqual({ outcome: "locked", seconds: 9 });
    expect(await tries(email, "wrong", 15)).toEqual({ outcome: "wrong" });
    expect(await tries(email, password, 15)).toEqual({ outcome: "locked", seconds: 20 });
  });
  it("an unknown address is locked alike: a lock tells nobody who has an account", async () => {
    for (let n = 0; n < 5; n++) await tries("ghost@example.com", "wrong");
    expect(await tries("ghost@example.com", "wrong")).toEqual({ outcome: "locked", seconds: 5 });
  });
  it("never longer than 15 minutes, however many", async () => {
    const { email } = await account();
    let seconds = 0;
    for (let n = 0; n < 16; n++) {
      await tries(email, "wrong", seconds);
      seconds += 900;
    }
    expect(await tries(email, password, seconds - 899)).toEqual({ outcome: "locked", seconds: 899 });
    expect(await tries(email, password, seconds)).toMatchObject({ outcome: "welcome" });
  });
  it("a burst of 20 guesses at once -> 5 looked at, 15 locked", async () => {
    const { email } = await account();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => tries(email, `guess ${n}`)));
    expect(answers.filter((one) => one.outcome === "wrong")).toHaveLength(5);
    expect(answers.filter((one) => one.outcome === "locked")).toHaveLength(15);
  });
  it("a success forgets the failures before it", async () => {
    const { email } = await account();
    for (let n = 0; n < 4; n++) await tries(email, "wrong");
    expect(await tries(email, password)).toMatchObject({ outcome: "welcome" });
    for (let n = 0; n < 4; n++) expect(await tries(email, "wrong")).toEqual({ outcome: "wrong" });
  });
  it("30 accounts tried from one network address -> the address is locked, another is not", async () => {
    const { email } = await account();
    for (let n = 0; n < 30; n++) await tries(`list-${n}@example.com`, "wrong", 0, "203.0.113.9");
    expect(await tries(email, password, 0, "203.0.113.9")).toEqual({ outcome: "locked", seconds: 5 });
    expect(await tries(email, password, 0, "203.0.113.10")).toMatchObject({ outcome: "welcome" });
  });
});

describe("a locked network address", () => {
  const lock = async (address: string) => {
    for (let n = 0; n < 30; n++) await tries(`${address}-${n}@example.com`, "wrong", 0, address);
  };
  it("keeps nobody else waiting: 20 attempts on an account count nothing against it", async () => {
    const { email } = await account();
    await lock("198.51.100.1");
    for (let n = 0; n < 20; n++) {
      expect(await tries(email, "wrong", 0, "198.51.100.1")).toEqual({ outcome: "locked", seconds: 5 });
    }
    expect(await tries(email, password, 0, "198.51.100.2")).toMatchObject({ outcome: "welcome" });
  });
  it("leaves no row for the names it makes up", async () => {
    await lock("198.51.100.3");
    const rows = async () => (await database.owner.sql`select key from sign_in_attempt`).length;
    const before = await rows();
    for (let n = 0; n < 10; n++) await tries(`made-up-${n}@example.com`, "wrong", 0, "198.51.100.3");
    expect(await rows()).toBe(before);
  });
});

describe("a session", () => {
  const session = async (userId: number, version: number) => userOfSession(database.app.db, userId, version);

  it("of the present version -> the account; of a past one, a future one, nobody's -> null", async () => {
    const { email, userId } = await account();
    expect(await session(userId, 1)).toMatchObject({ userId, email });
    expect(await session(userId, 0)).toBeNull();
    expect(await session(userId, 2)).toBeNull();
    expect(await session(999_999, 1)).toBeNull();
  });
  it("ended -> null with the next request", async () => {
    const { userId } = await account();
    await endSessions(database.app.db, userId);
    expect(await session(userId, 1)).toBeNull();
    expect(await session(userId, 2)).not.toBeNull();
  });
  it("keeps language and theme with the account; auto forgets the theme", async () => {
    const { userId } = await account();
    await prefer(database.app.db, userId, { locale: "fr", theme: "dark" });
    expect(await session(userId, 1)).toMatchObject({ locale: "fr", theme: "dark" });
    await prefer(database.app.db, userId, { theme: "auto" });
    expect(await session(userId, 1)).toMatchObject({ locale: "fr", theme: null });
  });
  it("a revoked membership is none from then on", async () => {
    const { userId } = await account();
    expect(await membershipsOf(database.app.db, userId)).toMatchObject([{ workspaceId, slug: "w", role: "ops" }]);
    await database.owner.sql`update member set revoked_at = now() where user_id = ${userId}`;
    expect(await membershipsOf(database.app.db, userId)).toEqual([]);
  });
  it("another role holds from then on", async () => {
    const { userId } = await account();
    await database.owner.sql`update member set role = 'marketer', sees_people = true where user_id = ${userId}`;
    expect(await membershipsOf(database.app.db, userId)).toMatchObject([{ role: "marketer", seesPeople: true }]);
  });
});

describe("changePassword", () => {
  const wishOf = async (wish: { current?: string; password?: string; again?: string }) => {
    const { userId, email } = await account();
    const user = await userOfSession(database.app.db, userId, 1);
    if (!user) throw new Error("no account");
    const asked = { current: password, password: "une autre phrase", again: "une autre phrase", ...wish };
    const change = () => changePassword(database.app.db, { user, ...asked, address: email, now: new Date(start) });
    return { change, email, userId };
  };

  it("the new one opens, the old one does not, sessions before it are over", async () => {
    const { change, email, userId } = await wishOf({});
    await change();
    expect(await tries(email, password)).toEqual({ outcome: "wrong" });
    expect(await tries(email, "une autre phrase")).toMatchObject({ outcome: "welcome", sessionVersion: 2 });
    expect(await userOfSession(database.app.db, userId, 1)).toBeNull();
  });
  it.each([
    [{ current: "not this" }, "auth.currentWrong", "currentPassword"],
    [{ password: "short", again: "short" }, "tooShort", "newPassword"],
    [{ again: "something else" }, "auth.notSame", "againPassword"],
  ])("%o -> %s at %s", async (wish, code, field) => {
    const { change } = await wishOf(wish);
    await expect(change()).rejects.toMatchObject({ code, field });
  });
});

describe("what is kept of a password", () => {
  it("is argon2id with 19 MiB, 2 passes, 1 lane", async () => {
    const { userId } = await account();
    const [row] = await database.owner.sql`select password_hash as hash from user_account where id = ${userId}`;
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});
