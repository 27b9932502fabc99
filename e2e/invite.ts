import { type Browser, expect, type Page } from "@playwright/test";
import type { Locale } from "../server/i18n/locale";
import { prefer, workspace } from "./fixtures";
import { type Words, wordsIn } from "./words";

/** As an administrator on the settings page: invites an address and takes the link that is shown. */
export async function invite(page: Page, words: Words, email: string): Promise<string> {
  const form = page.getByRole("form", { name: words("settings.inviteQuestion") });
  await form.getByLabel(words("settings.email")).fill(email);
  await form.getByRole("button", { name: words("settings.invite") }).click();
  await expect(form.getByText(words("settings.invited", { email }))).toBeVisible();
  return (await form.locator("code").textContent()) ?? "";
}

/** A browser of their own; `language` null is a browser that has not chosen yet. */
export async function newcomer(browser: Browser, baseURL: string | undefined, language: Locale | null): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  if (language) await prefer(context, baseURL, { language, theme: "light" });
  return context.newPage();
}

/** Opens an invitation's link and makes an account with it. */
export async function joinWith(page: Page, link: string, who: { name: string; password: string }): Promise<void> {
  await page.goto(link);
  const words = wordsIn((await page.locator("html").getAttribute("lang")) === "fr" ? "fr" : "en");
  const form = page.getByRole("form", { name: words("auth.invitation.newQuestion") });
  await form.getByLabel(words("auth.invitation.name")).fill(who.name);
  await form.getByLabel(words("auth.invitation.password")).fill(who.password);
  await form.getByRole("button", { name: words("auth.invitation.join") }).click();
  await expect(page).toHaveURL(new RegExp(`${workspace}$`));
}

export async function signInAs(page: Page, words: Words, email: string, password: string): Promise<void> {
  await page.getByLabel(words("auth.email")).fill(email);
  await page.getByLabel(words("auth.password")).fill(password);
  await page.getByRole("button", { name: words("auth.submit"), exact: true }).click();
}
