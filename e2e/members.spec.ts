import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, workspace } from "./fixtures";
import { invite, joinWith, newcomer, signInAs } from "./invite";
import { wordsIn } from "./words";

test.use({ role: "admin" });

const password = "quatre chevaux dorment";
const newName = (first: string, workerIndex: number) => `${first} ${workerIndex}${Date.now() % 1e6}`;
const addressOf = (name: string) => `${name.replaceAll(" ", ".").toLowerCase()}@example.com`;

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`an administrator invites somebody, changes what they may do, and shows them out at once (${language})`, async ({
      page,
      words,
      browser,
      baseURL,
    }, { workerIndex }) => {
      const name = newName("Camille", workerIndex);
      await page.goto(`${workspace}/settings`);
      const link = await invite(page, words, addressOf(name));
      const waiting = page.getByRole("table", { name: words("settings.waitingQuestion") });
      await expect(waiting.getByRole("rowheader", { name: addressOf(name) })).toBeVisible();

      const theirs = await newcomer(browser, baseURL, language);
      await theirs.goto(link);
      expect((await new AxeBuilder({ page: theirs }).analyze()).violations).toEqual([]);
      await joinWith(theirs, link, { name, password });
      await expect(theirs.getByRole("navigation").getByText(words("shell.settings"))).toHaveCount(0);
      await theirs.goto(`${workspace}/settings`);
      await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(words("errors.pages.forbidden.title"));

      await page.goto(`${workspace}/settings`);
      await change(page, name, async (form) => {
        await form.getByLabel(words("settings.role")).selectOption({ label: words("shell.roles.admin") });
        await form.getByRole("button", { name: words("settings.save"), exact: true }).click();
      });
      await expect(page.getByText(words("settings.changed"))).toBeVisible();
      await theirs.reload();
      await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(words("settings.title"));

      await change(page, name, async (form) => {
        await form.getByRole("button", { name: words("settings.revoke", { name }) }).click();
        const sure = page.getByRole("dialog");
        await expect(sure).toContainText(words("settings.revokeNote", { name }));
        await sure.getByRole("button", { name: words("settings.revoke", { name }) }).click();
      });
      await expect(page.getByRole("button", { name: words("settings.revoke", { name }) })).toHaveCount(0);
      const gone = await theirs.goto(`${workspace}/settings`);
      expect(gone?.status()).toBe(404);
      await theirs.goto("/");
      await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(words("auth.noWorkspace.title"));
      await theirs.context().close();

      await page.goto(`${workspace}/settings/audit?about=member`);
      const log = page.getByRole("table", { name: words("settings.auditQuestion") });
      await expect(log.getByText(words("settings.acts.member_joined")).first()).toBeVisible();
    });
  });
}

test("a link that was used, renewed or withdrawn opens nothing; another address is told so", async ({
  page,
  words,
  browser,
  baseURL,
}, { workerIndex }) => {
  const name = newName("Sacha", workerIndex);
  await page.goto(`${workspace}/settings`);
  const first = await invite(page, words, addressOf(name));
  const fold = page.getByRole("row").filter({ hasText: addressOf(name) });
  await fold.locator("summary").click();
  await fold.getByRole("button", { name: words("settings.renew") }).click();
  await expect(fold.getByText(words("settings.renewed"))).toBeVisible();
  const second = (await fold.locator("code").textContent()) ?? "";

  const theirs = await newcomer(browser, baseURL, "en");
  const heading = theirs.getByRole("heading", { level: 1 });
  await theirs.goto(first);
  await expect(heading).toHaveText(words("auth.invitation.gone"));
  await joinWith(theirs, second, { name, password });
  await theirs.goto(second);
  await expect(heading).toHaveText(words("auth.invitation.gone"));

  const other = newName("Alex", workerIndex);
  const forOther = await invite(page, words, addressOf(other));
  await theirs.goto(forOther);
  await expect(theirs.getByText(addressOf(name))).toContainText(addressOf(other));
  await theirs.getByRole("button", { name: words("auth.invitation.signOut") }).click();
  await expect(theirs.getByRole("form", { name: words("auth.invitation.newQuestion") })).toBeVisible();

  const row = page.getByRole("row").filter({ hasText: addressOf(other) });
  await row.locator("summary").click();
  await row.getByRole("button", { name: words("settings.withdraw") }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: words("settings.withdraw") })
    .click();
  await expect(row).toHaveCount(0);
  await theirs.reload();
  await expect(heading).toHaveText(words("auth.invitation.gone"));
  await theirs.context().close();
});

test("one with an account signs in on the way and accepts; without a script too", async ({
  page,
  words,
  browser,
  baseURL,
}, { workerIndex }) => {
  const name = newName("Claude", workerIndex);
  await page.goto(`${workspace}/settings`);
  const first = await invite(page, words, addressOf(name));
  const context = await browser.newContext({
    baseURL,
    javaScriptEnabled: false,
    locale: "en-GB",
    storageState: { cookies: [], origins: [] },
  });
  const theirs = await context.newPage();
  await joinWith(theirs, first, { name, password });
  await theirs.getByRole("button", { name: words("auth.signOut"), exact: true }).click();

  await page.reload();
  await change(page, name, async (form) => {
    await form.getByRole("button", { name: words("settings.revoke", { name }) }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: words("settings.revoke", { name }) })
      .click();
  });
  await expect(page.getByRole("button", { name: words("settings.revoke", { name }) })).toHaveCount(0);
  const again = await invite(page, words, addressOf(name));
  await theirs.goto(again);
  await theirs.getByRole("link", { name: words("auth.invitation.signIn") }).click();
  await signInAs(theirs, words, addressOf(name), password);
  await theirs.getByRole("button", { name: words("auth.invitation.accept", { workspace: "Maison Arpège" }) }).click();
  await expect(theirs).toHaveURL(new RegExp(`${workspace}$`));
  await context.close();
});

test("language and theme are the reader's own, kept with the account, and found again in another browser", async ({
  page,
  words,
  browser,
  baseURL,
}, { workerIndex }) => {
  const name = newName("Dominique", workerIndex);
  await page.goto(`${workspace}/settings`);
  const link = await invite(page, words, addressOf(name));

  const first = await newcomer(browser, baseURL, "en");
  await joinWith(first, link, { name, password });
  await first.goto(`${workspace}/alerts?state=closed`);
  await first
    .getByRole("form", { name: words("ui.language") })
    .getByRole("button", { name: "FR" })
    .click();
  await expect(first.locator("html")).toHaveAttribute("lang", "fr");
  await expect(first).toHaveURL(/alerts\?state=closed$/);
  const french = wordsIn("fr");
  await first
    .getByRole("form", { name: french("ui.theme.title") })
    .getByRole("button", { name: french("ui.theme.dark") })
    .click();
  await expect(first.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(first.locator("html")).toHaveAttribute("lang", "fr");
  await first.context().close();

  const other = await newcomer(browser, baseURL, null);
  await other.goto("/sign-in");
  await signInAs(other, words, addressOf(name), password);
  await expect(other).toHaveURL(new RegExp(`${workspace}$`));
  await expect(other.locator("html")).toHaveAttribute("lang", "fr");
  await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
  await other.context().close();
});

/** Opens a member's fold in the list and acts in it. */
async function change(
  page: Page,
  name: string,
  act: (row: ReturnType<Page["getByRole"]>) => Promise<void>,
): Promise<void> {
  const row = page.getByRole("row").filter({ hasText: name });
  if (!(await row.getByRole("button").first().isVisible())) await row.locator("summary").click();
  await act(row);
}
