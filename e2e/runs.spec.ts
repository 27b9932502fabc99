import { expect, test, workspace } from "./fixtures";

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ role: "admin", language });

    test(`an administrator comes from the data to the runs, and has a step run again (${language})`, async ({
      page,
      words,
    }) => {
      await page.goto(`${workspace}/data`);
      await page.getByRole("main").locator(`a[href="${workspace}/data/runs"]`).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("runs.title"));
      await page.evaluate(() => {
        for (const chain of document.querySelectorAll("main details")) (chain as HTMLDetailsElement).open = true;
      });
      await expect(
        page
          .getByRole("row")
          .filter({ hasText: words("runs.job.derive-visits") })
          .first(),
      ).toBeVisible();
      const step = words("runs.againOf", { step: words("runs.job.judge-data") });
      await page.getByRole("button", { name: step }).first().click();
      await expect(page.getByText(words("runs.asked")).first()).toBeVisible();
    });
  });
}

test.describe("executive", () => {
  test.use({ role: "executive" });
  test("sees the runs, and runs none", async ({ page, words }) => {
    await page.goto(`${workspace}/data/runs`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("runs.title"));
    await expect(page.getByRole("table").first()).toBeVisible();
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  });
});
