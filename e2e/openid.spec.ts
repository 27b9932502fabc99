import type { APIResponse, Page } from "@playwright/test";
import { expect, sessionOf, test, workspace } from "./fixtures";
import { invite, joinWith, newcomer, signInAs } from "./invite";
import { wordsIn } from "./words";

test.skip(!process.env.E2E_PROVIDER_PORT, "the site at E2E_URL was not started with e2e/identity-provider.ts");

const words = wordsIn("en");
const provider = "Maison ID";
const password = "quatre chevaux dorment";

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

/**
 * The answer that the provider sends the browser back with, not yet given to the site. `turn` changes the question on its
 * way there. Asked over HTTP with the page's cookies, because a browser does not stop at a redirect.
 */
async function answerTo(page: Page, login: string, turn: (asked: URL) => void = () => {}): Promise<URL> {
  const { request } = page.context();
  const sent = (answer: APIResponse) => new URL(answer.headers().location ?? "", answer.url());
  const asked = sent(await request.get("/sign-in/provider", { maxRedirects: 0 }));
  turn(asked);
  let at = asked;
  const forms: Record<string, string>[] = [{ prompt: "login", login, password: "any" }, { prompt: "consent" }];
  while (!at.pathname.startsWith("/api/auth/callback")) {
    const shown = await request.get(at.toString(), { maxRedirects: 0 });
    const form = shown.status() === 200 ? forms.shift() : undefined;
    at = sent(form ? await request.post(at.toString(), { form, maxRedirects: 0 }) : shown);
  }
  return at;
}

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
  await page.getByRole("button", { name: words("auth.signOut"), exact: true }).click();
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

  await page.getByRole("button", { name: words("auth.signOut"), exact: true }).click();
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
  const answer = await answerTo(page, `${sub} ${email}`);
  const stolen = await newcomer(browser, baseURL, "en");
  await stolen.goto(answer.toString());
  await saying(stolen, "failed");
  await stolen.context().close();

  answer.searchParams.set("state", "another");
  await page.goto(answer.toString());
  await saying(page, "failed");
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("a token made for another nonce is refused; one for the nonce that was asked is not", async ({ page }) => {
  const { sub, email } = someone();
  const another = await answerTo(page, `${sub} ${email}`, (asked) => asked.searchParams.set("nonce", "another"));
  await page.goto(another.toString());
  await saying(page, "failed");
  const same = await answerTo(page, `${sub} ${email}`);
  await page.goto(same.toString());
  await expect(heading(page)).toHaveText(words("auth.noWorkspace.title"));
});

test("another site's page sends nobody to the provider", async ({ request }) => {
  const answer = await request.get("/sign-in/provider", {
    headers: { "sec-fetch-site": "cross-site" },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
});
