import type { Browser, Page } from "@playwright/test";
import type { Locale } from "../server/i18n/locale";
import { expect, prefer, test, workspace } from "./fixtures";
import { type Words, wordsIn } from "./words";

test.use({ role: "admin" });

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`an administrator brings somebody in, changes what they may do, and shows them out at once (${language})`, async ({
      page,
      words,
      browser,
      baseURL,
    }, { workerIndex }) => {
      const name = `Camille ${language}${workerIndex}${Date.now() % 1e6}`;
      const email = `${name.replaceAll(" ", ".").toLowerCase()}@example.com`;
      await page.goto(`${workspace}/settings`);
      const password = await addMember(page, words, { name, email });

      const theirs = await arrive(browser, baseURL, language, { email, password });
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
      await expect(log.getByRole("row").nth(1)).toBeVisible();
    });
  });
}

test("language and theme are the reader's own, kept with the account, and found again in another browser", async ({
  page,
  words,
  browser,
  baseURL,
}, { workerIndex }) => {
  const name = `Dominique ${workerIndex}${Date.now() % 1e6}`;
  const email = `${name.replaceAll(" ", ".").toLowerCase()}@example.com`;
  await page.goto(`${workspace}/settings`);
  const password = await addMember(page, words, { name, email });

  const first = await arrive(browser, baseURL, "en", { email, password });
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

  const other = await arrive(browser, baseURL, null, { email, password });
  await expect(other.locator("html")).toHaveAttribute("lang", "fr");
  await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
  await other.context().close();
});

async function addMember(page: Page, words: Words, { name, email }: { name: string; email: string }): Promise<string> {
  const form = page.getByRole("form", { name: words("settings.addQuestion") });
  await form.getByLabel(words("settings.name")).fill(name);
  await form.getByLabel(words("settings.email")).fill(email);
  await form.getByRole("button", { name: words("settings.add") }).click();
  const [before = ""] = words("settings.addedWithPassword", { name, password: "§" }).split("§");
  const said = page.getByText(before);
  await expect(said).toBeVisible();
  return ((await said.textContent()) ?? "").slice(before.length).trim();
}

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

/** A browser of their own; `language` null is a browser that has not chosen yet. */
async function arrive(
  browser: Browser,
  baseURL: string | undefined,
  language: Locale | null,
  { email, password }: { email: string; password: string },
): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  if (language) await prefer(context, baseURL, { language, theme: "light" });
  const words = wordsIn(language ?? "en");
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel(words("auth.email")).fill(email);
  await page.getByLabel(words("auth.password")).fill(password);
  await page.getByRole("button", { name: words("auth.submit") }).click();
  await expect(page).toHaveURL(new RegExp(`${workspace}$`));
  return page;
}
