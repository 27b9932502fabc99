import { expect, test, workspace } from "./fixtures";

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ role: "admin", language });

    test(`an administrator comes from the data to their quality: sources, days of each store, shares (${language})`, async ({
      page,
      words,
    }) => {
      await page.goto(`${workspace}/data`);
      await page.getByRole("main").locator(`a[href="${workspace}/data/quality"]`).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("quality.title"));

      const sources = page.getByRole("table", { name: words("quality.sources.question") });
      await expect(sources.getByRole("row").nth(1)).toContainText("maison-arpege");

      const strips = page.getByRole("region", { name: words("quality.strips.title") });
      const drawn = strips.getByRole("img");
      await expect(drawn.first()).toBeVisible();
      const count = await drawn.count();
      await strips.getByText(words("ui.table"), { exact: true }).click();
      await expect(strips.getByRole("table").getByRole("row")).toHaveCount(count + 1);

      const shares = page.getByRole("table", { name: words("quality.identification.question"), exact: true });
      await expect(shares.getByRole("row").nth(1)).toContainText("%");
    });
  });
}

test.describe("of a past day", () => {
  test.use({ role: "admin" });
  test("the strips end on it", async ({ page, words }) => {
    await page.goto(`${workspace}/data/quality?on=2026-06-30`);
    await expect(page.getByRole("main")).toContainText(words("quality.asOf", { day: "June 30, 2026" }));
    await page.goto(`${workspace}/data/quality?page=0`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("errors.pages.notFound.title"));
  });
});

for (const role of ["marketer", "ops", "executive"] as const) {
  test.describe(role, () => {
    test.use({ role });
    test(`${role}: quality and its alerts are for administrators`, async ({ page, words }) => {
      const answer = await page.goto(`${workspace}/data/quality`);
      expect(answer?.status()).toBe(403);
      await page.goto(workspace);
      const links = page.getByRole("navigation", { name: words("ui.mainNavigation") }).getByRole("link");
      await expect(links.filter({ hasText: words("shell.data") })).toHaveCount(0);
    });
  });
}
