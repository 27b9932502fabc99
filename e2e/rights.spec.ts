import { readdirSync } from "node:fs";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { demoAccounts } from "../server/auth/demo-accounts";
import { type Action, may } from "../server/auth/permissions";
import type { Role } from "../server/scope";
import { ask, signedIn, stranger, tell, visitorAs, workspaceOf } from "./visitor";

/** What each address of the site asks for: an action of the permission table, or why it asks for none. */
const routes: Record<string, Action | "everybody" | "answers for itself"> = {
  "/": "answers for itself",
  "/sign-in": "answers for itself",
  "/components": "everybody",
  "/preferences": "answers for itself",
  "/api/health": "everybody",
  "/api/ready": "everybody",
  "/api/auth/[...nextauth]": "answers for itself",
  "/api/trpc/[workspace]/[trpc]": "answers for itself",
  "/w/[workspace]": "pages:read",
  "/w/[workspace]/account": "pages:read",
  "/w/[workspace]/alerts": "pages:read",
  "/w/[workspace]/alerts/[id]": "pages:read",
  "/w/[workspace]/alerts/[id]/people": "people:see",
  "/w/[workspace]/changes": "pages:read",
  "/w/[workspace]/changes/[id]": "pages:read",
  /** The one asked for is live: a draft asks for changes:draft. */
  "/w/[workspace]/changes/[id]/edit": "changes:record",
  "/w/[workspace]/changes/new": "changes:draft",
  "/w/[workspace]/changes/products": "pages:read",
  "/w/[workspace]/changes/touch": "changes:draft",
  "/w/[workspace]/settings": "workspace:administer",
  "/w/[workspace]/settings/audit": "workspace:administer",
  "/w/[workspace]/settings/rights": "workspace:administer",
};

/** The addresses that the build makes out of the files of `app`. */
const built = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
  .map((file) => `/${file.replace(/\/?(page\.tsx|route\.ts)$/, "")}`)
  .map((path) => path.replace(/\/\([^)]*\)/g, ""))
  .sort();

test("every address says what it asks for, and none that is gone is listed", () => {
  expect(Object.keys(routes).sort()).toEqual(built);
});

test.describe("every address, asked as each role and as a stranger", () => {
  const guarded = built.filter((path) => routes[path] && routes[path] !== "answers for itself");
  for (const path of guarded) {
    test(path, async ({ baseURL }) => {
      const address = filled(path);
      const wanted = routes[path];
      await expectStatus(await stranger(baseURL), address, wanted === "everybody" ? [200] : [307, 401]);
      for (const account of demoAccounts) {
        const allowed = wanted === "everybody" || may(account, wanted as Action);
        await expectStatus(visitors[account.role], address, allowed ? [200, 204] : [403]);
      }
    });
  }
});

test("a workspace that is not theirs does not exist, page and procedure alike", async () => {
  const visitor = visitors.admin;
  for (const path of ["", "/settings", "/changes", "/alerts"]) {
    await expectStatus(visitor, `/w/somebody-elses${path}`, [404]);
  }
  expect((await ask(visitor, "somebody-elses", ["workspaces", "people"])).status).toBe(404);
});

test("an id that is not theirs does not exist: pages of changes and alerts", async () => {
  const visitor = visitors.admin;
  for (const path of [
    "changes/99999999",
    "changes/99999999/edit",
    "alerts/99999999",
    "alerts/99999999/people",
    "changes/x",
  ]) {
    await expectStatus(visitor, `/w/${workspace}/${path}`, [404]);
  }
});

test("a procedure over HTTP: a stranger 401, a role without the right 403, another site's page 403", async ({
  baseURL,
}) => {
  const { ops } = visitors;
  expect((await ask(await stranger(baseURL), workspace, ["workspaces", "shell"])).status).toBe(401);
  const refused = await ask(ops, workspace, ["workspaces", "people"]);
  expect(refused.status).toBe(403);
  expect(refused.said).toContain("Your role does not include this: members, keys");
  const elsewhere = { "sec-fetch-site": "cross-site" };
  expect((await tell(ops, workspace, ["changes", "deleteDraft"], { id: 1 }, elsewhere)).status).toBe(403);
});

test("revoked: out with the next request, everywhere", async ({ baseURL }) => {
  const { admin } = visitors;
  const email = `leaving-${test.info().workerIndex}-${process.hrtime.bigint()}@example.com`;
  const wish = { email, name: "Somebody who leaves", role: "ops", seesPeople: false };
  const added = (await tell(admin, workspace, ["workspaces", "addMember"], wish)).value;
  const visitor = await signedIn(baseURL, email, added?.password ?? "");
  await expectStatus(visitor, `/w/${workspace}/changes`, [200]);
  expect((await tell(admin, workspace, ["workspaces", "revokeMember"], { memberId: added?.memberId })).status).toBe(
    200,
  );
  await expectStatus(visitor, `/w/${workspace}/changes`, [404]);
  expect((await ask(visitor, workspace, ["workspaces", "shell"])).status).toBe(404);
});

test("a forged or cut session cookie is nobody's", async ({ baseURL }) => {
  for (const value of ["forged", "eyJhbGciOiJub25lIn0..x.y.z"]) {
    const visitor = await stranger(baseURL);
    const answer = await visitor.get("/w/any/changes", { headers: { cookie: `authjs.session-token=${value}` } });
    expect([answer.status(), answer.headers().location]).toEqual([307, "/sign-in?to=%2Fw%2Fany%2Fchanges"]);
  }
});

async function expectStatus(visitor: APIRequestContext, address: string, wanted: number[]): Promise<void> {
  const status = (await visitor.get(address)).status();
  expect(wanted, `${address} answered ${status}`).toContain(status);
}

/** An address with a real workspace and a real id in it. */
function filled(path: string): string {
  return path.replace("[workspace]", workspace).replace("[id]", () => String(ids[path.split("/")[3] ?? ""]));
}

const visitors = {} as Record<Role, APIRequestContext>;
const ids: Record<string, number | undefined> = {};
let workspace = "";

test.beforeAll(async ({ baseURL }) => {
  for (const { role } of demoAccounts) visitors[role] = await visitorAs(baseURL, role);
  workspace = await workspaceOf(visitors.admin);
  const changes = await ask(visitors.admin, workspace, ["changes", "list"], {});
  const inbox = await ask(visitors.admin, workspace, ["alerts", "inbox"], { view: "new" });
  ids.changes = changes.value?.changes.find((one) => one.state === "live")?.id;
  ids.alerts = inbox.value?.alerts[0]?.id;
});
