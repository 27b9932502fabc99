import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { auditPage } from "../audit/queries";
import { verifySignIn } from "../auth/verify-sign-in";
import { at, buildHouse, type House } from "../changes/testing";
import { addMember } from "./add-member";
import { changeMember } from "./change-member";
import { people } from "./queries";
import { revokeMember } from "./revoke-member";

let database: TestDatabase;
let house: House;
let rival: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
  rival = await buildHouse(database, "rival");
});
afterAll(() => database.drop());

const lea = { email: "Lea@Example.com", name: "Léa", role: "ops", seesPeople: false } as const;
const signIn = (password: string) =>
  verifySignIn(database.app.db, { email: lea.email, password, address: "test", now: at });

const slugsOf = async (userId: number) => {
  const rows = await database.owner.sql<{ slug: string; role: string }[]>`
    select w.slug, m.role from member m join workspace w on w.id = m.workspace_id
    where m.user_id = ${userId} and m.revoked_at is null order by w.slug`;
  return rows.map(({ slug, role }) => `${slug}: ${role}`);
};

describe("a member", () => {
  it("added by a command: signs in with the password shown once, and only that", async () => {
    const { password } = await house.as("admin", (scope) => addMember(scope, lea));
    expect(password).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/);
    expect(await signIn(password ?? "")).toMatchObject({ outcome: "welcome" });
  });
  it("added twice -> Conflict; added to another workspace -> no second password, the first one stands", async () => {
    const known = { ...lea, accountExists: true };
    await expect(house.as("admin", (scope) => addMember(scope, known))).rejects.toMatchObject({
      kind: "conflict",
      code: "settings.alreadyMember",
    });
    expect(await rival.as("admin", (scope) => addMember(scope, known))).toMatchObject({ password: null });
  });
  it("whose address has an account, which may be somebody else's -> Conflict, unless that is known; no member is made", async () => {
    const stranger = { ...lea, email: "ops@arpege.example", role: "admin" } as const;
    await database.app.sql`select auth_create(${stranger.email}, 'Not Léa', 'somebody else''s password')`;
    await expect(rival.as("admin", (scope) => addMember(scope, stranger))).rejects.toMatchObject({
      ...{ kind: "conflict", code: "settings.accountExists", params: { email: stranger.email } },
    });
    expect((await rival.as("admin", people)).map((one) => one.email)).not.toContain(stranger.email);
  });
  it("of another workspace is not seen here", async () => {
    const names = (await house.as("admin", people)).map((one) => one.name);
    expect(names).toContain("ops of arpege");
    expect(names).not.toContain("ops of rival");
  });
  it("revoked: gone for the next request, listed as revoked, and may come back in another role", async () => {
    const [one] = (await house.as("admin", people)).filter((person) => person.name === "Léa");
    if (!one) throw new Error("Léa is not there");
    await house.as("admin", (scope) => revokeMember(scope, one));
    expect(await slugsOf(one.userId)).toEqual(["rival: ops"]);
    expect((await house.as("admin", people)).at(-1)).toMatchObject({ name: "Léa", revokedAt: at });
    await expect(house.as("admin", (scope) => revokeMember(scope, one))).rejects.toMatchObject({ kind: "not_found" });
    await house.as("admin", (scope) => addMember(scope, { ...lea, role: "marketer", accountExists: true }));
    expect(await slugsOf(one.userId)).toEqual(["arpege: marketer", "rival: ops"]);
  });
});

describe("the last admin", () => {
  it("is neither revoked nor given another role", async () => {
    const { memberId } = house.members.admin;
    const last = { kind: "conflict", code: "settings.lastAdmin" };
    await expect(house.as("admin", (scope) => revokeMember(scope, { memberId }))).rejects.toMatchObject(last);
    const other = { memberId, role: "ops", seesPeople: false } as const;
    await expect(house.as("admin", (scope) => changeMember(scope, other))).rejects.toMatchObject(last);
  });
  it("two admins unmake each other at the same moment -> one of them stays", async () => {
    const second = { email: "second@example.com", name: "Second", role: "admin", seesPeople: false } as const;
    const { memberId } = await rival.as("admin", (scope) => addMember(scope, second));
    const both = await Promise.allSettled(
      [memberId, rival.members.admin.memberId].map((one) =>
        rival.as("admin", (scope) => revokeMember(scope, { memberId: one })),
      ),
    );
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("the log of acts", () => {
  it("has each of them, the latest first, with before and after, and is filtered by what they are about", async () => {
    const { memberId } = house.members.ops;
    await house.as("admin", (scope) => changeMember(scope, { memberId, role: "marketer", seesPeople: true }));
    const page = await house.as("admin", (scope) => auditPage(scope, { about: "member", page: 1 }));
    expect(page.events[0]).toMatchObject({
      action: "member.changed",
      subject: `member:${memberId}`,
      name: "admin of arpege",
      before: { role: "ops", seesPeople: false },
      after: { role: "marketer", seesPeople: true },
    });
    expect(page.total).toBe(page.events.length);
    expect((await house.as("admin", (scope) => auditPage(scope, { about: "nothing", page: 1 }))).total).toBe(0);
  });
  it("cannot be changed or emptied by the application", async () => {
    await expect(database.app.sql`delete from audit_event`).rejects.toThrow(/permission denied/);
    await expect(database.app.sql`update audit_event set action = ''`).rejects.toThrow(/permission denied/);
  });
});
