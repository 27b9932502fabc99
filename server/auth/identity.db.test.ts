import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { createWorkspace } from "../workspaces/create-workspace";
import { userOfSession } from "./accounts";
import { createAccount } from "./create-account";
import { accountOfIdentity, linkIdentity, unlinkIdentity } from "./identity";
import { startSession } from "./sessions";
import { tokenHash } from "./token";
import { verifySignIn } from "./verify-sign-in";

let database: TestDatabase;
let workspaceId: number;
const now = new Date("2026-11-21T09:00:00Z");
const issuer = "https://sign-in.example.com";
const password = "quatre chevaux dorment";

beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await createWorkspace(database.owner, { slug: "w", name: "W", currency: "EUR", tz: "UTC" });
});
afterAll(() => database.drop());

let made = 0;
const someone = () => {
  made += 1;
  return { sub: `subject-${made}`, email: `somebody-${made}@example.com`, email_verified: true as boolean | string };
};
const enter = (claims: unknown, { trustsEmail = false, by = issuer } = {}) =>
  accountOfIdentity(database.app.db, { issuer: by, claims, trustsEmail, now });
const withPassword = (email: string) =>
  createAccount(database.owner, { workspaceId, email, name: "Somebody", password, role: "ops", seesPeople: false });

async function session(userId: number): Promise<string> {
  const token = await startSession(database.app.db, { userId, seenHash: null, headers: new Headers(), now });
  return tokenHash(token ?? "");
}
const found = (key: string) => userOfSession(database.app.db, key, now);

describe("somebody for whom an issuer vouches", () => {
  it("with a verified address that nobody has: an account without password and workspace, found again by the subject", async () => {
    const claims = { ...someone(), name: "Léa Martin" };
    const first = await enter({ ...claims, email: claims.email.toUpperCase() });
    if (first.outcome !== "welcome") throw new Error(first.outcome);
    const { user, memberships } = (await found(await session(first.userId))) ?? {};
    expect(user).toMatchObject({ email: claims.email, name: "Léa Martin", hasPassword: false, hasIdentity: true });
    expect(memberships).toEqual([]);
    const { userId } = first;
    for (const later of [
      claims,
      { sub: claims.sub },
      { ...claims, email: "other@example.com", email_verified: false },
    ]) {
      expect(await enter(later)).toMatchObject({ outcome: "welcome", userId });
    }
    expect(await verifySignIn(database.app.db, { email: claims.email, password: "", address: "a", now })).toEqual({
      outcome: "wrong",
    });
  });
  it.each([
    ["not verified", { email_verified: false }],
    ["not said to be verified", { email_verified: undefined }],
    ["verified in a word that is none", { email_verified: "yes" }],
    ["no address", { email: undefined }],
    ["an address that is none", { email: "lea" }],
  ])("%s -> unverified, and no account is made", async (_, change) => {
    const claims = { ...someone(), ...change };
    const count = async () => (await database.owner.sql`select from user_account`).length;
    const before = await count();
    expect(await enter(claims)).toEqual({ outcome: "unverified" });
    expect(await enter(claims, { trustsEmail: true })).toEqual({ outcome: "unverified" });
    expect(await count()).toBe(before);
  });
  it('"true" in quotes, as some issuers say it, is true', async () => {
    expect(await enter({ ...someone(), email_verified: "true" })).toMatchObject({ outcome: "welcome" });
  });
  it("without a subject is nobody", async () => {
    await expect(enter({ ...someone(), sub: "" })).rejects.toThrow();
    await expect(enter({ ...someone(), sub: undefined })).rejects.toThrow();
  });
  it("ten at once -> one account", async () => {
    const claims = someone();
    const answers = await Promise.all(Array.from({ length: 10 }, () => enter(claims)));
    expect(new Set(answers.map((one) => ("userId" in one ? one.userId : one.outcome))).size).toBe(1);
  });
  it("the same subject of another issuer is somebody else", async () => {
    const claims = someone();
    await enter(claims);
    expect(await enter(claims, { by: "https://elsewhere.example" })).toEqual({ outcome: "other" });
    expect(await enter({ sub: claims.sub }, { by: "https://elsewhere.example" })).toEqual({ outcome: "unverified" });
  });
});

describe("an account with a password and the same address", () => {
  it("is not taken over: link it first; its password and sessions stand", async () => {
    const claims = someone();
    const key = await session(await withPassword(claims.email));
    expect(await enter(claims)).toEqual({ outcome: "link" });
    expect(await found(key)).toMatchObject({ user: { hasPassword: true, hasIdentity: false } });
  });
  it("is taken over where the issuer is trusted with addresses, but its password and sessions are gone", async () => {
    const claims = someone();
    const userId = await withPassword(claims.email);
    const key = await session(userId);
    expect(await enter(claims, { trustsEmail: true })).toMatchObject({ outcome: "welcome", userId });
    expect(await found(key)).toBeNull();
    const again = { email: claims.email, password, address: claims.email, now };
    expect(await verifySignIn(database.app.db, again)).toEqual({ outcome: "wrong" });
  });
  it("that belongs to another subject is never taken over, trusted or not", async () => {
    const claims = someone();
    await enter(claims);
    for (const trustsEmail of [false, true]) {
      expect(await enter({ ...claims, sub: "another" }, { trustsEmail })).toEqual({ outcome: "other" });
    }
  });
});

describe("tied on the page of the account", () => {
  const link = (userId: number, sub: string) =>
    linkIdentity(database.app.db, { userId, issuer, claims: { sub, email_verified: false } });

  it("the identity opens it, whatever its address; twice is once", async () => {
    const claims = someone();
    const userId = await withPassword(claims.email);
    expect([await link(userId, claims.sub), await link(userId, claims.sub)]).toEqual([true, true]);
    expect(await enter({ sub: claims.sub })).toMatchObject({ outcome: "welcome", userId });
  });
  it("not where the identity, or the account, belongs to somebody already", async () => {
    const [claims, mine] = [someone(), someone()];
    await enter(claims);
    const userId = await withPassword(mine.email);
    expect(await link(userId, claims.sub)).toBe(false);
    expect(await link(userId, mine.sub)).toBe(true);
    expect(await link(userId, "a third")).toBe(false);
    expect(await link(999_999, "a fourth")).toBe(false);
  });
  it("untied: a stranger's again; not where nothing else would open the account", async () => {
    const [claims, mine] = [someone(), someone()];
    const userId = await withPassword(mine.email);
    await link(userId, mine.sub);
    expect(await unlinkIdentity(database.app.db, userId)).toBe(true);
    expect(await enter(mine)).toEqual({ outcome: "link" });
    const only = await enter(claims);
    if (only.outcome !== "welcome") throw new Error(only.outcome);
    expect(await unlinkIdentity(database.app.db, only.userId)).toBe(false);
    expect(await enter({ sub: claims.sub })).toMatchObject({ outcome: "welcome" });
  });
});
