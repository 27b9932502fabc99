import { expect, test, workspace } from "./fixtures";
import { findSample } from "./sample";

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ role: "executive", language });

    test(`promises kept, weeks held out, parameters and history stand on one page, each drawing with its table (${language})`, async ({
      page,
      words,
    }) => {
      await page.goto(`${workspace}/data/model`);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("churn.title"));
      for (const part of ["promises", "tracking"] as const) {
        const section = page.getByRole("region", { name: words(`churn.${part}.question`) });
        await expect(section.getByRole("img").first()).toBeVisible();
        await section.getByText(words("churn.promises.figures"), { exact: true }).click();
        await expect(section.getByRole("table").getByRole("row").nth(1)).toBeVisible();
      }
      const inForce = page.getByRole("table", { name: words("churn.parameters.caption") });
      await expect(inForce.getByRole("row").nth(1)).toContainText("±");
      const history = page.getByRole("table", { name: words("churn.history.question") });
      await expect(history.getByRole("row").last()).toContainText(words("churn.history.reasons.first"));
    });
  });
}

test.describe("from a probability", () => {
  test.use({ role: "admin" });
  test("of a person to how such promises were kept is one click", async ({ page, request, words }) => {
    const { customer } = await findSample(request);
    await page.goto(`${workspace}/customers/${customer}`);
    await page
      .getByRole("main")
      .getByRole("link", { name: words("churn.link") })
      .click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("churn.title"));
  });
});
