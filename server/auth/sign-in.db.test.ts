import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { createWorkspace } from "../workspaces/create-workspace";
import { prefer, userOfSession } from "./accounts";
import { changePassword } from "./change-password";
import { createAccount } from "./create-account";
import { endSession, endSessionOf, endSessions, sessionsOf, startSession } from "./sessions";
import { tokenHash } from "./token";
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

const day = 24 * 60 * 60;
const at = (seconds: number) => new Date(start + seconds * 1000);
const browser = new Headers({
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "x-forwarded-for": "203.0.113.9",
});

/** A session of an account, as the key that `auth()` tells of it. */
async function session(userId: number, seconds = 0): Promise<string> {
  const who = { userId, seenHash: null, headers: browser, now: at(seconds) };
  const token = await startSession(database.app.db, who);
  if (!token) throw new Error("no session");
  return tokenHash(token);
}
const found = (key: string, seconds = 0) => userOfSession(database.app.db, key, at(seconds));

describe("a session", () => {
  it("has its token kept as a hash only; another token, or the hash itself, opens nothing", async () => {
    const { email, userId } = await account();
    const token = await startSession(database.app.db, { userId, seenHash: null, headers: browser, now: at(0) });
    if (!token) throw new Error("no session");
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const [row] = await database.owner.sql`select token_hash as hash from user_session where user_id = ${userId}`;
    expect(row?.hash).toBe(tokenHash(token));
    expect((await found(tokenHash(token)))?.user).toMatchObject({ userId, email, hasPassword: true });
    for (const other of [token, tokenHash(tokenHash(token)), tokenHash(""), ""]) expect(await found(other)).toBeNull();
  });
  it("is listed with browser and address, the one seen last first; that it was seen is kept every 5 minutes", async () => {
    const { userId } = await account();
    const first = await session(userId);
    await session(userId, 60);
    const seen = async () => (await sessionsOf(database.app.db, userId, at(600))).map((one) => one.seenAt.getTime());
    await found(first, 299);
    expect(await seen()).toEqual([start + 60_000, start]);
    await found(first, 301);
    expect(await seen()).toEqual([start + 301_000, start + 60_000]);
    expect((await sessionsOf(database.app.db, userId, at(600)))[0]).toMatchObject({
      device: "Firefox, Linux",
      address: "203.0.113.9",
      startedAt: at(0),
    });
  });
  it("is over after two weeks, however often it was seen; the next one forgets it", async () => {
    const { userId } = await account();
    const key = await session(userId);
    for (let days = 1; days < 14; days++) expect(await found(key, days * day)).not.toBeNull();
    expect(await found(key, 14 * day)).toBeNull();
    expect(await sessionsOf(database.app.db, userId, at(14 * day))).toEqual([]);
    await session(userId, 14 * day);
    const [row] = await database.owner.sql`select count(*)::int as n from user_session where user_id = ${userId}`;
    expect(row?.n).toBe(1);
  });
  it("signed out: its token, played again, opens nothing; others go on", async () => {
    const { userId } = await account();
    const [one, two] = [await session(userId), await session(userId)];
    await endSessionOf(database.app.db, one, at(1));
    expect([await found(one), await found(two)]).toEqual([null, expect.anything()]);
  });
  it("is ended from the list by its own account, and by nobody else's", async () => {
    const [mine, theirs] = [await account(), await account()];
    const key = await session(mine.userId);
    const [listed] = await sessionsOf(database.app.db, mine.userId, at(0));
    if (!listed) throw new Error("not listed");
    await endSession(database.app.db, theirs.userId, listed.sessionId, at(1));
    expect(await found(key)).not.toBeNull();
    await endSession(database.app.db, mine.userId, listed.sessionId, at(1));
    expect(await found(key)).toBeNull();
    expect(await sessionsOf(database.app.db, mine.userId, at(1))).toEqual([]);
  });
  it("all others end, or all; another account's go on", async () => {
    const [mine, theirs] = [await account(), await account()];
    const [here, there, elsewhere] = [
      await session(mine.userId),
      await session(mine.userId),
      await session(theirs.userId),
    ];
    const kept = (await found(here))?.user.sessionId ?? 0;
    await endSessions(database.app.db, mine.userId, kept, at(1));
    expect([await found(here), await found(there)]).toEqual([expect.anything(), null]);
    await endSessions(database.app.db, mine.userId, null, at(1));
    expect([await found(here), await found(elsewhere)]).toEqual([null, expect.anything()]);
  });
  it("does not begin for nobody, nor with a password that was changed while it was checked", async () => {
    const { userId } = await account();
    const begin = (who: number, seenHash: string | null) =>
      startSession(database.app.db, { userId: who, seenHash, headers: browser, now: at(0) });
    expect(await begin(999_999, null)).toBeNull();
    expect(await begin(userId, "the hash before")).toBeNull();
  });
  it("keeps language and theme with the account; auto forgets the theme", async () => {
    const { userId } = await account();
    const key = await session(userId);
    await prefer(database.app.db, userId, { locale: "fr", theme: "dark" });
    expect((await found(key))?.user).toMatchObject({ locale: "fr", theme: "dark" });
    await prefer(database.app.db, userId, { theme: "auto" });
    expect((await found(key))?.user).toMatchObject({ locale: "fr", theme: null });
  });
  it("tells the workspaces of the moment: another role holds from then on, a revoked membership is none", async () => {
    const { userId } = await account();
    const key = await session(userId);
    const seen = async () => (await found(key))?.memberships;
    expect(await seen()).toMatchObject([{ workspaceId, slug: "w", role: "ops" }]);
    await database.owner.sql`update member set role = 'marketer', sees_people = true where user_id = ${userId}`;
    expect(await seen()).toMatchObject([{ role: "marketer", seesPeople: true }]);
    await database.owner.sql`update member set revoked_at = now() where user_id = ${userId}`;
    expect(await seen()).toEqual([]);
  });
});

describe("changePassword", () => {
  const wishOf = async (wish: { current?: string; password?: string; again?: string }) => {
    const { userId, email } = await account();
    const [here, elsewhere] = [await session(userId), await session(userId)];
    const user = (await found(here))?.user;
    if (!user) throw new Error("no account");
    const asked = { current: password, password: "une autre phrase", again: "une autre phrase", ...wish };
    const change = () => changePassword(database.app.db, { user, ...asked, address: email, now: new Date(start) });
    return { change, email, here, elsewhere };
  };

  it("the new one opens, the old one does not; this session goes on, the others are over", async () => {
    const { change, email, here, elsewhere } = await wishOf({});
    await change();
    expect(await tries(email, password)).toEqual({ outcome: "wrong" });
    expect(await tries(email, "une autre phrase")).toMatchObject({ outcome: "welcome" });
    expect([await found(here), await found(elsewhere)]).toEqual([expect.anything(), null]);
  });
  it.each([
    [{ current: "not this" }, "auth.currentWrong", "currentPassword"],
    [{ password: "short", again: "short" }, "tooShort", "newPassword"],
    [{ again: "something else" }, "auth.notSame", "againPassword"],
  ])("%o -> %s at %s, and no session ends", async (wish, code, field) => {
    const { change, elsewhere } = await wishOf(wish);
    await expect(change()).rejects.toMatchObject({ code, field });
    expect(await found(elsewhere)).not.toBeNull();
  });
  it("given again by a command: every session is over", async () => {
    const { email, here } = await wishOf({});
    const rest = { name: "Somebody", password, role: "ops", seesPeople: false } as const;
    await createAccount(database.owner, { workspaceId, email, ...rest });
    expect(await found(here)).toBeNull();
  });
});

describe("what is kept of a password", () => {
  it("is argon2id with 19 MiB, 2 passes, 1 lane", async () => {
    const { userId } = await account();
    const [row] = await database.owner.sql`select password_hash as hash from user_account where id = ${userId}`;
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});
