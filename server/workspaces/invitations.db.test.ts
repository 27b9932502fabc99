import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { auditPage } from "../audit/queries";
import { createAccount } from "../auth/create-account";
import { joinWithAccount } from "../auth/join-with-account";
import { verifySignIn } from "../auth/verify-sign-in";
import { at, buildHouse, type House } from "../changes/testing";
import { acceptInvitation, invitationOf } from "./accept-invitation";
import { changeMember } from "./change-member";
import { inviteMember } from "./invite-member";
import { people, waiting } from "./queries";
import { renewInvitation } from "./renew-invitation";
import { revokeMember } from "./revoke-member";
import { withdrawInvitation } from "./withdraw-invitation";

let database: TestDatabase;
let house: House;
let rival: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
  rival = await buildHouse(database, "rival");
});
afterAll(() => database.drop());

const password = "quatre chevaux dorment";
const days = (n: number) => new Date(at.getTime() + n * 24 * 60 * 60 * 1000);
let made = 0;
const someone = () => {
  made += 1;
  return { email: `somebody-${made}@example.com`, role: "ops", seesPeople: false } as const;
};
const invite = (wish: { email: string; role: "ops"; seesPeople: boolean }, where = house) =>
  where.as("admin", (scope) => inviteMember(scope, wish));
const opened = (token: string, now = at) => invitationOf(database.app.db, token, now);
const join = (token: string, { name = "Léa", given = password, now = at } = {}) =>
  joinWithAccount(database.app.db, { token, name, password: given, address: token, now });
const enter = (email: string, given = password) =>
  verifySignIn(database.app.db, { email, password: given, address: email, now: at });
const member = async (email: string, where = house) =>
  (await where.as("admin", people)).find((one) => one.email === email);
const dead = { kind: "not_found", code: "invitation" };

describe("an invitation", () => {
  it("says what it invites to, waits in the list, and becomes a member with a password of their own", async () => {
    const wish = { ...someone(), email: " Lea@Example.COM " };
    const { id, token } = await invite(wish);
    expect(await opened(token)).toMatchObject({
      slug: "arpege",
      email: "lea@example.com",
      role: "ops",
      expiresAt: days(7),
    });
    expect(await house.as("admin", waiting)).toMatchObject([{ id, email: "lea@example.com", over: false }]);
    expect(await join(token)).toEqual({ slug: "arpege", email: "lea@example.com" });
    expect(await enter("lea@example.com")).toMatchObject({ outcome: "welcome" });
    expect(await member("lea@example.com")).toMatchObject({ name: "Léa", role: "ops", seesPeople: false });
    expect(await house.as("admin", waiting)).toEqual([]);
  });
  it("is kept as a hash: neither the list nor the table has its token", async () => {
    const { id, token } = await invite(someone());
    expect(JSON.stringify(await house.as("admin", waiting))).not.toContain(token);
    const [row] = await database.owner.sql`select * from invitation where id = ${id}`;
    expect(JSON.stringify(row)).not.toContain(token);
    expect(await opened(String(row?.token_hash))).toBeNull();
  });
  it("answers alike, and leaves no trace, whether or not the address has an account", async () => {
    const known = someone();
    await createAccount(database.owner, { ...known, workspaceId: rival.workspaceId, name: "Known", password });
    const [mine, other] = [await invite(known), await invite(someone())];
    expect(Object.keys(mine)).toEqual(Object.keys(other));
    expect(JSON.stringify(await house.as("admin", waiting))).not.toContain("Known");
    expect(await member(known.email)).toBeUndefined();
    expect(Object.keys((await opened(mine.token)) ?? {})).toEqual(Object.keys((await opened(other.token)) ?? {}));
  });
  it("for a present member -> Conflict; for the same address again -> the first link is dead", async () => {
    const wish = someone();
    const first = await invite(wish);
    const second = await invite(wish);
    expect([await opened(first.token), await opened(second.token)]).toEqual([null, expect.anything()]);
    await join(second.token);
    await expect(invite(wish)).rejects.toMatchObject({ kind: "conflict", code: "settings.alreadyMember" });
  });
});

describe("a link opens nothing", () => {
  it("after seven days, to the second", async () => {
    const { token } = await invite(someone());
    expect(await opened(token, new Date(days(7).getTime() - 1000))).not.toBeNull();
    expect(await opened(token, days(7))).toBeNull();
    await expect(join(token, { now: days(7) })).rejects.toMatchObject(dead);
  });
  it("twice; nor do two at once both come in", async () => {
    const { token } = await invite(someone());
    await join(token);
    await expect(join(token)).rejects.toMatchObject(dead);
    const wish = someone();
    const again = await invite(wish);
    const both = await Promise.allSettled([join(again.token), join(again.token)]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await house.as("admin", people)).filter((one) => one.email === wish.email)).toHaveLength(1);
  });
  it("withdrawn or renewed; the renewed one has seven days of its own", async () => {
    const [gone, kept] = [await invite(someone()), await invite(someone())];
    await house.as("admin", (scope) => withdrawInvitation(scope, { invitationId: gone.id }));
    expect(await opened(gone.token)).toBeNull();
    const fresh = await house.as("admin", (scope) =>
      renewInvitation({ ...scope, now: days(9) }, { invitationId: kept.id }),
    );
    expect(await opened(kept.token, days(1))).toBeNull();
    expect(await opened(fresh.token, days(15))).toMatchObject({ expiresAt: days(16) });
    const invitationId = gone.id;
    await expect(house.as("admin", (scope) => renewInvitation(scope, { invitationId }))).rejects.toMatchObject(dead);
    await expect(house.as("admin", (scope) => withdrawInvitation(scope, { invitationId }))).rejects.toMatchObject(dead);
  });
  it.each(["revoked", "made a marketer"])(
    "made by an administrator who was %s since; renewed by another it does",
    async (end) => {
      const { email } = someone();
      const account = { workspaceId: house.workspaceId, email, name: "Leaving", password };
      const userId = await createAccount(database.owner, { ...account, role: "admin", seesPeople: false });
      const actor = { kind: "member", userId, role: "admin", seesPeople: false } as const;
      const theirs = (wish: ReturnType<typeof someone>) =>
        house.as("admin", (scope) => inviteMember({ ...scope, actor }, wish));
      const [back, taken, other] = [await theirs(someone()), await theirs(someone()), await invite(someone())];
      const renewed = await house.as("admin", (scope) => renewInvitation(scope, { invitationId: taken.id }));
      const leaving = await member(email);
      if (!leaving) throw new Error("not there");
      await house.as("admin", (scope) =>
        end === "revoked"
          ? revokeMember(scope, leaving)
          : changeMember(scope, { memberId: leaving.memberId, role: "marketer", seesPeople: false }),
      );
      expect(await opened(back.token)).toBeNull();
      expect([await opened(renewed.token), await opened(other.token)]).toEqual([expect.anything(), expect.anything()]);
    },
  );
  it("made up, or empty", async () => {
    expect([await opened("made-up"), await opened("")]).toEqual([null, null]);
    await expect(join("made-up")).rejects.toMatchObject(dead);
  });
});

describe("accepting", () => {
  it("as another account than the invited address -> refused, and the link still opens", async () => {
    const { token } = await invite(someone());
    const refusal = new Error("not yours");
    const asked = acceptInvitation(database.app.db, { token, now: at }, () => Promise.reject(refusal));
    await expect(asked).rejects.toBe(refusal);
    expect(await opened(token)).not.toBeNull();
  });
  it("with an account of old: its own password opens it, another changes nothing and is counted", async () => {
    const wish = someone();
    await createAccount(database.owner, { ...wish, workspaceId: rival.workspaceId, name: "Known", password });
    const { token } = await invite(wish);
    for (let n = 0; n < 5; n++) {
      await expect(join(token, { given: "not their password" })).rejects.toMatchObject({ code: "auth.hasAccount" });
    }
    await expect(join(token)).rejects.toMatchObject({ kind: "limit", code: "auth.locked" });
    expect(await opened(token)).not.toBeNull();
    await join(token, { now: new Date(at.getTime() + 10_000), name: "Not their name" });
    expect(await member(wish.email)).toMatchObject({ name: "Known" });
  });
  it.each([
    [{ name: " " }, "required", "name"],
    [{ name: "x".repeat(121) }, "tooLong", "name"],
    [{ given: "short" }, "tooShort", "newPassword"],
  ])("%o -> %s at %s", async (wish, code, field) => {
    const { token } = await invite(someone());
    await expect(join(token, wish)).rejects.toMatchObject({ code, field });
  });
  it("one who was revoked comes back in the new role; a link from before the end does not lead back", async () => {
    const wish = someone();
    await join((await invite(wish)).token);
    const first = await member(wish.email);
    if (!first) throw new Error("not there");
    const early = await database.owner.sql`
      insert into invitation (workspace_id, email_key, role, token_hash, created_at, expires_at)
      values (${house.workspaceId}, ${wish.email}, 'admin', 'early', ${at.toISOString()}, ${days(7).toISOString()})
      returning id`;
    await house.as("admin", (scope) => revokeMember(scope, first));
    const [row] = await database.owner
      .sql`select revoked_at is not null as over from invitation where id = ${Number(early[0]?.id)}`;
    expect(row?.over).toBe(true);
    const { token } = await invite(wish);
    await acceptInvitation(database.app.db, { token, now: at }, async () => first.userId);
    expect(await member(wish.email)).toMatchObject({ memberId: first.memberId, revokedAt: null, role: "ops" });
  });
  it("is written down, with who, in the workspace that invited and in no other", async () => {
    const wish = someone();
    await join((await invite(wish, rival)).token);
    const { events } = await rival.as("admin", (scope) => auditPage(scope, { about: "member", page: 1 }));
    expect(events.map((one) => one.action).slice(0, 2)).toEqual(["member.joined", "member.invited"]);
    expect(events[0]).toMatchObject({ name: "Léa", after: { role: "ops", seesPeople: false } });
    expect(JSON.stringify(events)).not.toContain(wish.email);
    expect(await member(wish.email)).toBeUndefined();
  });
});
