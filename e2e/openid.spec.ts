import type { Page } from "@playwright/test";
import { expect, sessionOf, test, workspace } from "./fixtures";
import { invite, joinWith, newcomer, signInAs } from "./invite";
import { wordsIn } from "./words";

test.skip(!process.env.E2E_PROVIDER_PORT, "the site at E2E_URL was not started with e2e/identity-provider.ts");

const words = wordsIn("en");
const provider = "Maison ID";
const password = "quatre chevaux dorment";
const callback = /\/api\/auth\/callback\/oidc/;

/** A subject and an address that nobody had before. */
function someone() {
  const sub = `s${process.hrtime.bigint()}`;
  return { sub, email: `${sub}@example.com` };
}

/** The provider's page fetches its typeface from elsewhere. */
test.beforeEach(({ context }) => context.route(/fonts\.googleapis/, (route) => route.fulfill({ body: "" })));

async function goToProvider(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: words("auth.continueWith", { name: provider }) }).click();
}

/** At the provider: signs in under a login of e2e/identity-provider.ts, and agrees. */
async function agree(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

const saying = (page: Page, reason: "unverified" | "link" | "other" | "cancelled" | "failed") =>
  expect(page.getByRole("alert").filter({ hasText: words(`auth.refused.${reason}`, { provider }) })).toBeVisible();

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("whom the provider vouches for has an account, but no workspace; an invitation gives one", async ({
  page,
  browser,
  baseURL,
}) => {
  const { sub, email } = someone();
  await goToProvider(page);
  await agree(page, `${sub} ${email}`);
  await expect(heading(page)).toHaveText(words("auth.noWorkspace.title"));
  const answer = await page.request.get(workspace);
  expect(answer.status()).toBe(404);

  const admin = await browser.newContext({ baseURL, storageState: sessionOf("admin") });
  const settings = await admin.newPage();
  await settings.goto(`${workspace}/settings`);
  const link = await invite(settings, words, email);
  await admin.close();
  await page.getByRole("button", { name: words("auth.signOut") }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(link);
  await page.getByRole("link", { name: words("auth.continueWith", { name: provider }) }).click();
  await page.getByRole("button", { name: words("auth.invitation.accept", { workspace: "Maison Arpège" }) }).click();
  await expect(page).toHaveURL(new RegExp(`${workspace}$`));

  await page.goto(`${workspace}/account`);
  await expect(page.getByText(words("auth.account.linkedNote", { provider }))).toBeVisible();
  await expect(page.getByRole("form", { name: words("auth.account.passwordQuestion") })).toHaveCount(0);
});

test("an address that is not verified opens nothing", async ({ page }) => {
  const { sub, email } = someone();
  await goToProvider(page);
  await agree(page, `${sub} ${email} unverified`);
  await saying(page, "unverified");
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("an account with a password is connected from inside; then another subject with its address stays out", async ({
  page,
  browser,
  baseURL,
}) => {
  const { sub, email } = someone();
  const admin = await browser.newContext({ baseURL, storageState: sessionOf("admin") });
  const settings = await admin.newPage();
  await settings.goto(`${workspace}/settings`);
  const link = await invite(settings, words, email);
  await admin.close();
  const theirs = await newcomer(browser, baseURL, "en");
  await joinWith(theirs, link, { name: "Lou", password });
  await theirs.context().close();

  await goToProvider(page);
  await agree(page, `${sub} ${email}`);
  await saying(page, "link");
  await page.goto("/sign-in");
  await signInAs(page, words, email, password);
  await expect(page).toHaveURL(new RegExp(`${workspace}$`));
  await page.goto(`${workspace}/account`);
  const form = page.getByRole("form", { name: words("auth.account.linkQuestion", { provider }) });
  await form.getByLabel(words("auth.account.current")).fill("not this");
  await form.getByRole("button", { name: words("auth.account.link", { provider }) }).click();
  await expect(form.getByText(words("auth.errors.currentWrong")).first()).toBeVisible();
  await form.getByLabel(words("auth.account.current")).fill(password);
  await form.getByRole("button", { name: words("auth.account.link", { provider }) }).click();
  await page.getByRole("link", { name: words("auth.continueWith", { name: provider }) }).click();
  await expect(page.getByText(words("auth.account.linkedNote", { provider }))).toBeVisible();

  await page.getByRole("button", { name: words("auth.signOut") }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole("link", { name: words("auth.continueWith", { name: provider }) }).click();
  await expect(page).toHaveURL(new RegExp(`${workspace}$`));

  const other = await newcomer(browser, baseURL, "en");
  await other.context().route(/fonts\.googleapis/, (route) => route.fulfill({ body: "" }));
  await goToProvider(other);
  await agree(other, `${sub}-other ${email}`);
  await saying(other, "other");
  await other.context().close();
});

test("cancelled at the provider: back at the sign-in page, nobody signed in", async ({ page }) => {
  await goToProvider(page);
  await page.getByRole("link", { name: "[ Cancel ]" }).click();
  await saying(page, "cancelled");
});

test("an answer with another state, or without the cookies of the question, is refused", async ({
  page,
  browser,
  baseURL,
}) => {
  const { sub, email } = someone();
  let answer = "";
  await page.route(callback, async (route) => {
    answer = route.request().url();
    await route.fulfill({ body: "kept back" });
  });
  await goToProvider(page);
  await agree(page, `${sub} ${email}`);
  await expect(page.getByText("kept back")).toBeVisible();
  await page.unroute(callback);

  const stolen = await newcomer(browser, baseURL, "en");
  await stolen.goto(answer);
  await saying(stolen, "failed");
  await stolen.context().close();

  const turned = new URL(answer);
  turned.searchParams.set("state", "another");
  await page.goto(turned.toString());
  await saying(page, "failed");
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("a token made for another nonce is refused", async ({ page }) => {
  const { sub, email } = someone();
  await page.route(
    /\/auth\?.*nonce=/,
    async (route) => {
      const asked = new URL(route.request().url());
      asked.searchParams.set("nonce", "another");
      await route.fulfill({ status: 303, headers: { location: asked.toString() } });
    },
    { times: 1 },
  );
  await goToProvider(page);
  await agree(page, `${sub} ${email}`);
  await saying(page, "failed");
});

test("another site's page sends nobody to the provider", async ({ request }) => {
  const answer = await request.get("/sign-in/provider", {
    headers: { "sec-fetch-site": "cross-site" },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
});
