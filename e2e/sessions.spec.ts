import type { BrowserContext, Page } from "@playwright/test";
import { expect, test, workspace } from "./fixtures";
import { invite, joinWith, newcomer, signInAs } from "./invite";
import { visitorOf } from "./visitor";
import { wordsIn } from "./words";

test.use({ role: "admin" });

const words = wordsIn("en");
const password = "quatre chevaux dorment";
let theirs: Page;
let email: string;

test.beforeEach(async ({ page, browser, baseURL }, { workerIndex }) => {
  const name = `Noa ${workerIndex}${process.hrtime.bigint()}`;
  email = `${name.replaceAll(" ", ".").toLowerCase()}@example.com`;
  await page.goto(`${workspace}/settings`);
  const link = await invite(page, words, email);
  theirs = await newcomer(browser, baseURL, "en");
  await joinWith(theirs, link, { name, password });
});
test.afterEach(() => theirs.context().close());

const tokenOf = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name.includes("session-token"))?.value;

test("a cookie taken before signing out opens nothing afterwards", async ({ baseURL }) => {
  const taken = await visitorOf(baseURL, await theirs.context().storageState());
  expect((await taken.get(workspace)).status()).toBe(200);
  await theirs.getByRole("button", { name: words("auth.signOut"), exact: true }).click();
  await expect(theirs).toHaveURL(/\/sign-in/);
  const answer = await taken.get(workspace);
  expect([answer.status(), answer.headers().location]).toEqual([307, expect.stringContaining("/sign-in")]);
  expect((await taken.get(`/api/trpc/maison-arpege/workspaces.shell`)).status()).toBe(401);
  await taken.get("/api/auth/session");
  expect((await taken.get(workspace)).status()).toBe(307);
});

test("signing in makes a session of its own: one that was there before is over, not taken over", async ({
  browser,
  baseURL,
}) => {
  const before = await theirs.context().storageState();
  const planted = await browser.newContext({ baseURL, storageState: before });
  const { csrfToken } = await (await planted.request.get("/api/auth/csrf")).json();
  const form = { csrfToken, email, password };
  await planted.request.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });
  expect(await tokenOf(planted)).not.toBe(await tokenOf(theirs.context()));
  expect((await planted.request.get(workspace, { maxRedirects: 0 })).status()).toBe(200);
  expect((await (await visitorOf(baseURL, before)).get(workspace)).status()).toBe(307);
  await planted.close();
});

test("where one is signed in is listed; one session is ended, then all others with another password", async ({
  browser,
  baseURL,
}) => {
  const elsewhere = await newcomer(browser, baseURL, "en");
  await elsewhere.goto("/sign-in");
  await signInAs(elsewhere, words, email, password);
  await expect(elsewhere).toHaveURL(new RegExp(`${workspace}$`));

  await theirs.goto(`${workspace}/account`);
  const list = theirs.getByRole("table", { name: words("auth.account.sessionsQuestion") });
  await expect(list.getByRole("row")).toHaveCount(3);
  await expect(list.getByRole("row").filter({ hasText: words("auth.account.this") })).toHaveCount(1);
  await list.getByRole("button").click();
  await expect(list.getByRole("row")).toHaveCount(2);
  await elsewhere.goto(workspace);
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await signInAs(elsewhere, words, email, password);
  await expect(elsewhere).toHaveURL(new RegExp(`${workspace}$`));
  const form = theirs.getByRole("form", { name: words("auth.account.passwordQuestion") });
  await form.getByLabel(words("auth.account.current")).fill(password);
  await form.getByLabel(words("auth.account.new"), { exact: true }).fill("une autre phrase longue");
  await form.getByLabel(words("auth.account.again")).fill("une autre phrase longue");
  await form.getByRole("button", { name: words("auth.account.save") }).click();
  await expect(theirs.getByText(words("auth.account.saved"))).toBeVisible();
  await elsewhere.goto(workspace);
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await theirs.goto(workspace);
  await expect(theirs).toHaveURL(new RegExp(`${workspace}$`));

  await signInAs(elsewhere, words, email, "une autre phrase longue");
  await expect(elsewhere).toHaveURL(new RegExp(`${workspace}$`));
  await theirs.goto(`${workspace}/account`);
  await theirs.getByRole("button", { name: words("auth.account.endSessions") }).click();
  await expect(theirs).toHaveURL(/\/sign-in/);
  await elsewhere.goto(workspace);
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await elsewhere.context().close();
});
