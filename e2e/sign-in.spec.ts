import type { Page } from "@playwright/test";
import { accountOf, demoPassword, expect, test, workspace } from "./fixtures";
import type { Words } from "./words";

async function enter(page: Page, words: Words, email: string, password: string): Promise<void> {
  await page.getByLabel(words("auth.email")).fill(email);
  await page.getByLabel(words("auth.password")).fill(password);
  await page.getByRole("button", { name: words("auth.submit") }).click();
}

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`a stranger finds the demo accounts, signs in, and is where they wanted to be (${language})`, async ({
      page,
      words,
    }) => {
      await page.goto(`${workspace}/alerts?state=closed`);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("auth.lede"));
      await expect(page.getByText(accountOf("marketer").email)).toBeVisible();
      await enter(page, words, accountOf("marketer").email, demoPassword);
      await expect(page).toHaveURL(new RegExp(`${workspace}/alerts\\?state=closed$`));
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("alerts.title"));
    });

    test(`a wrong password and an unknown address are told alike; guessing waits (${language})`, async ({
      page,
      words,
    }, { workerIndex }) => {
      const unknown = `nobody-${language}-${workerIndex}-${Date.now()}@example.com`;
      await page.goto("/sign-in");
      const said = page.getByRole("form").getByRole("alert");
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        await enter(page, words, unknown, `guess ${attempt}`);
        await expect(said).toContainText(words("auth.errors.wrong"));
        await expect(page.getByLabel(words("auth.email"))).toHaveValue(unknown);
        await expect(page.getByLabel(words("auth.password"))).toHaveValue("");
      }
      await enter(page, words, unknown, "guess 6");
      const [before = ""] = words("auth.errors.locked", { seconds: 4 }).split("4");
      await expect(said).toContainText(before);
    });
  });
}

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("signing in, and out, works all the same", async ({ page, words }) => {
    await page.goto("/sign-in");
    await enter(page, words, accountOf("executive").email, "not this");
    await expect(page.getByText(words("auth.errors.wrong"))).toBeVisible();
    await enter(page, words, accountOf("executive").email, demoPassword);
    await expect(page).toHaveURL(new RegExp(`${workspace}$`));
    await page.getByRole("button", { name: words("auth.signOut") }).click();
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
