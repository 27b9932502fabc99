import { expect, test, workspace } from "./fixtures";

test.use({ role: "executive", viewport: { width: 1280, height: 800 } });

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`an executive reads in one screen which segments hold, and why a number moved in one click (${language})`, async ({
      page,
      words,
    }) => {
      await page.goto("/");
      await expect(page).toHaveURL(new RegExp(`${workspace}$`));
      const sentence = page.getByRole("heading", { level: 1 });
      await expect(sentence).toBeInViewport({ ratio: 1 });
      await expect(sentence).toHaveText(/.{30,}/);

      const segments = page.getByRole("region", { name: words("home.segments.question") }).getByRole("listitem");
      await expect(segments).toHaveCount(9);
      for (const segment of await segments.all()) await expect(segment).toBeInViewport({ ratio: 1 });

      const why = page.getByText(words("ui.why"), { exact: true }).first();
      const answer = why.locator("xpath=following-sibling::div");
      await expect(answer).toBeHidden();
      await why.click();
      await expect(answer).toBeVisible();
    });

    test(`the changes of 13 weeks lead to their pages, and so does what to look at next (${language})`, async ({
      page,
      words,
    }) => {
      await page.goto(workspace);
      const next = page
        .getByRole("region", { name: words("home.next.question") })
        .getByRole("link")
        .first();
      const title = (await next.textContent()) ?? "";
      await next.click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await page.goBack();
      const lanes = page.getByRole("region", { name: words("home.changes.question") });
      await lanes.getByRole("link").first().click();
      await expect(page).toHaveURL(/\/changes\/\d+$/);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    });

    test(`home is one sheet of paper for the board (${language})`, async ({ page, words }) => {
      await page.goto(workspace);
      await page.emulateMedia({ media: "print" });
      await expect(page.getByRole("navigation", { name: words("ui.mainNavigation") })).toBeHidden();
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    });
  });
}
