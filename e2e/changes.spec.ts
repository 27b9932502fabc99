import type { Locator, Page } from "@playwright/test";
import { expect, test, workspace } from "./fixtures";
import { tabTo } from "./keyboard";
import type { Words } from "./words";

test.use({ role: "ops" });

const unique = (name: string) => `${name} ${process.hrtime.bigint() % 1_000_000n}`;

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`operations record a change from any page, see whom it touches, correct it with a reason (${language})`, async ({
      page,
      words,
    }) => {
      const title = unique(`Layout ${language}`);
      await page.goto(`${workspace}/alerts`);
      await page.getByRole("link", { name: words("shell.record") }).click();
      const form = page.getByRole("form", { name: words("changes.form.label") });
      await expect(form).toBeVisible();
      expect(await questionsOf(form)).toBeLessThanOrEqual(6);

      await form.getByLabel(words("changes.form.title")).fill(title);
      await form
        .getByRole("group", { name: words("changes.form.moved") })
        .getByText(words("changes.moved.store"), { exact: true })
        .click();
      await form
        .getByLabel(words("changes.form.kind"), { exact: true })
        .selectOption({ label: words("changes.kind.layout") });
      const touched = page.getByRole("region", { name: words("changes.touch.title") });
      await expect(touched).toContainText(words("changes.touch.waiting"));
      await form
        .getByRole("group", { name: words("changes.form.where") })
        .getByRole("checkbox")
        .first()
        .check();
      await expect(touched).toContainText(words("changes.touch.customers"));
      await expect(touched).toContainText(words("changes.touch.revenue"));
      await expect(touched.getByRole("listitem").first()).toBeVisible();
      for (const part of ["title", "twinsTitle", "overlaps"] as const) {
        await expect(touched).toContainText(words(`changes.touch.outlook.${part}`));
      }
      await form.getByLabel(words("changes.form.hypothesis")).fill(words("changes.template.layout"));
      await form.getByRole("button", { name: words("changes.form.submit") }).click();

      await expect(page).toHaveURL(/\/changes\/\d+$/);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(page.getByRole("main")).toContainText(words("changes.state.live"));

      await page.getByRole("link", { name: words("changes.edit"), exact: true }).click();
      await form
        .getByRole("group", { name: words("changes.form.where") })
        .getByRole("checkbox")
        .nth(1)
        .check();
      await form.getByRole("button", { name: words("changes.form.save") }).click();
      await expect(form.getByRole("alert")).toContainText(words("changes.errors.reasonMissing"));
      await expect(form.getByRole("checkbox").nth(1)).toBeChecked();
      await form.getByLabel(words("changes.form.reason")).fill("Two shops, not one");
      await form.getByRole("button", { name: words("changes.form.save") }).click();

      const history = page.getByRole("region", { name: words("changes.page.history") });
      await expect(history).toContainText("Two shops, not one");
      await expect(history).toContainText(words("changes.page.done.record"));

      await page.goto(`${workspace}/changes`);
      await expect(page.getByRole("link", { name: title })).toBeVisible();
    });

    test(`a planned change can be recorded, commented on and cancelled without a mouse (${language})`, async ({
      page,
      words,
    }) => {
      const title = unique(`Hours ${language}`);
      await page.goto(`${workspace}/changes`);
      await tabTo(page, page.getByRole("link", { name: words("shell.record") }).first());
      await page.keyboard.press("Enter");
      const form = page.getByRole("form", { name: words("changes.form.label") });
      await tabTo(page, form.getByLabel(words("changes.form.title")));
      await page.keyboard.type(title);
      await tabTo(page, form.getByRole("checkbox").first());
      await page.keyboard.press("Space");
      await expect(page.getByRole("region", { name: words("changes.touch.title") })).toContainText(
        words("changes.touch.customers"),
      );
      await tabTo(page, form.getByLabel(words("changes.form.hypothesis")));
      await page.keyboard.type("As before");
      await tabTo(page, form.getByRole("button", { name: words("changes.form.saveDraft") }));
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(page.getByRole("main")).toContainText(words("changes.state.draft"));

      await tabTo(page, page.getByLabel(words("changes.page.comment")).and(page.getByRole("textbox")));
      await page.keyboard.type("Who tells the team?");
      await tabTo(page, page.getByRole("button", { name: words("changes.page.commentSend"), exact: true }));
      await page.keyboard.press("Enter");
      await expect(
        page.getByRole("region", { name: words("changes.page.comments") }).getByRole("listitem"),
      ).toContainText("Who tells the team?");
    });
  });
}

test("the form stands as it was typed when it is refused, with a script and without", async ({
  browser,
  page,
  words,
}) => {
  await fillAndSend(page, words);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
    baseURL: new URL(page.url()).origin,
  });
  await fillAndSend(await context.newPage(), words);
  await context.close();
});

/** Hours that end before they begin are refused. */
async function fillAndSend(page: Page, words: Words): Promise<void> {
  await page.goto(`${workspace}/changes/new`);
  const form = page.getByRole("form", { name: words("changes.form.label") });
  await form.getByLabel(words("changes.form.title")).fill("Early opening");
  await form.getByRole("checkbox").first().check();
  await form
    .locator("summary")
    .filter({ hasText: words("changes.form.hours") })
    .click();
  await form.getByLabel(words("changes.form.hoursFrom"), { exact: true }).fill("20:00");
  await form.getByLabel(words("changes.form.hoursTo"), { exact: true }).fill("08:00");
  await form.getByRole("button", { name: words("changes.form.submit") }).click();
  await expect(form).toContainText("20:00-08:00");
  await expect(form.getByLabel(words("changes.form.title"))).toHaveValue("Early opening");
  await expect(form.getByRole("checkbox").first()).toBeChecked();
  await expect(form.getByLabel(words("changes.form.hoursTo"), { exact: true })).toHaveValue("08:00");
}

/** What the form asks before anything is unfolded: groups of choices, and fields outside of them. */
async function questionsOf(form: Locator): Promise<number> {
  return form.evaluate((one) => {
    const groups = [...one.querySelectorAll("fieldset")].filter((group) => !group.closest("details"));
    const fields = [...one.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(
      (field) => !field.closest("fieldset, details"),
    );
    return groups.length + fields.length;
  });
}
