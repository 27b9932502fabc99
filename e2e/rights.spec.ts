import type { APIRequestContext } from "@playwright/test";
import { demoAccounts } from "../server/auth/demo-accounts";
import { may } from "../server/auth/permissions";
import type { Role } from "../server/scope";
import { accountOf, expect, roles, slug, test } from "./fixtures";
import { joinWith, newcomer } from "./invite";
import { addresses, builtRoutes } from "./routes";
import { findSample, type Sample } from "./sample";
import { ask, stranger, tell, visitorAs, visitorOf } from "./visitor";

const routes = builtRoutes();

test("every route of the build says what it asks for, and none that is gone is listed", () => {
  expect(Object.keys(addresses).sort()).toEqual(routes.map(({ pattern }) => pattern).sort());
});

test.describe("every address, asked as each role and as a stranger", () => {
  for (const { pattern } of routes) {
    const address = addresses[pattern];
    const { path, needs } = address ?? {};
    if (!path || !needs) continue;
    test(pattern, async ({ baseURL }) => {
      const asked = path(sample);
      const answer = await (await stranger(baseURL)).get(asked);
      if (needs === "anyone") expect(answer.status()).toBe(200);
      else expect([answer.status(), backOf(answer.headers().location)]).toEqual([307, asked]);
      for (const account of demoAccounts) {
        const allowed = needs === "anyone" || needs === "member" || may(account, needs);
        await expectStatus(visitors[account.role], asked, allowed ? [200] : [403]);
      }
    });
  }
});

/** Where the sign-in page that a stranger is led to would lead back. */
function backOf(location = ""): string | null {
  const { pathname, searchParams } = new URL(location, "http://here");
  return pathname === "/sign-in" ? searchParams.get("to") : `${location}, not to sign in`;
}

for (const role of roles) {
  test.describe(role, () => {
    test.use({ role });
    test(`${role} is shown the pages that open, and no other`, async ({ page, words }) => {
      await page.goto(`/w/${slug}/alerts`);
      const links = page.getByRole("navigation", { name: words("ui.mainNavigation") }).getByRole("link");
      const needs = { data: "data:import", settings: "workspace:administer" } as const;
      const all = ["home", "changes", "alerts", "customers", "data", "settings"] as const;
      const mine = all.filter((name) => !(name in needs) || may(accountOf(role), needs[name as keyof typeof needs]));
      await expect(links).toHaveText(mine.map((name) => new RegExp(`^${words(`shell.${name}`)}`)));
      for (const link of await links.all()) {
        await expectStatus(page.request, (await link.getAttribute("href")) ?? "", [200]);
      }
    });
  });
}

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

test("revoked: out with the next request, everywhere", async ({ baseURL, browser }) => {
  const { admin } = visitors;
  const email = `leaving-${test.info().workerIndex}-${process.hrtime.bigint()}@example.com`;
  const wish = { email, role: "ops", seesPeople: false };
  const invited = (await tell(admin, workspace, ["workspaces", "invite"], wish)).value;
  const page = await newcomer(browser, baseURL, "en");
  await joinWith(page, `/invitation/${invited?.token}`, { name: "Somebody who leaves", password: "quatre chevaux" });
  const visitor = await visitorOf(baseURL, await page.context().storageState());
  await page.context().close();
  await expectStatus(visitor, `/w/${workspace}/changes`, [200]);
  const people = (await ask(admin, workspace, ["workspaces", "people"])).value;
  const memberId = people?.find((one) => one.email === email)?.memberId;
  expect((await tell(admin, workspace, ["workspaces", "revokeMember"], { memberId })).status).toBe(200);
  await expectStatus(visitor, `/w/${workspace}/changes`, [404]);
  expect((await ask(visitor, workspace, ["workspaces", "shell"])).status).toBe(404);
});

test("eleven calls at once are too many, and so is a body of more than a million bytes", async () => {
  const { admin } = visitors;
  const calls = (n: number) => Array.from({ length: n }, () => "workspaces.shell").join(",");
  const asked = async (n: number) => (await admin.get(`/api/trpc/${workspace}/${calls(n)}?batch=1&input={}`)).status();
  expect([await asked(10), await asked(11)]).toEqual([200, 400]);
  const long = await admin.post(`/api/trpc/${workspace}/workspaces.invite`, { data: { json: "x".repeat(1_000_000) } });
  expect(long.status()).toBe(413);
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

const workspace = slug;
const visitors = {} as Record<Role, APIRequestContext>;
let sample: Sample;

test.beforeAll(async ({ baseURL }) => {
  for (const { role } of demoAccounts) visitors[role] = await visitorAs(baseURL, role);
  sample = await findSample(visitors.admin);
});
