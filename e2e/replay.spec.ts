import { expect, test, workspace } from "./fixtures";
import { ask, visitorAs } from "./visitor";

const days = { from: "2026-06-01", to: "2026-11-20" };

// One replay at a time: asked twice, the second waits for the first.
test.describe.configure({ mode: "serial" });

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ role: "ops", language });

    test(`operations ask for days to be run again, and read when each would have spoken (${language})`, async ({
      page,
      words,
    }) => {
      test.slow();
      await page.goto(`${workspace}/changes`);
      await page.getByRole("main").locator(`a[href="${workspace}/changes/replay"]`).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("replay.title"));
      await page.getByLabel(words("replay.from"), { exact: true }).fill(days.from);
      await page.getByLabel(words("replay.to"), { exact: true }).fill(days.to);
      await page.getByRole("button", { name: words("replay.ask"), exact: true }).click();
      await expect(page.getByText(words("replay.asked"))).toBeVisible();

      const table = page.getByRole("table", { name: words("replay.caption") });
      await expect(table).toBeVisible({ timeout: 120_000 });
      const link = table.getByRole("row").nth(1).getByRole("link");
      await expect(link).toHaveText(/./);
      await expect(link).toHaveAttribute("href", new RegExp(`^${workspace}/changes/\\d+$`));
    });
  });
}

test("a replay runs the changes that began in its days, each of which is read on its page", async ({ baseURL }) => {
  const visitor = await visitorAs(baseURL, "executive");
  const { value } = await ask(visitor, "maison-arpege", ["following", "replay"]);
  const changes = value?.latest?.result.changes ?? [];
  expect(changes.length).toBeGreaterThan(5);
  for (const { id, title, day0, until } of changes) {
    expect(day0 >= days.from && until <= days.to, title).toBe(true);
    const page = await ask(visitor, "maison-arpege", ["following", "of"], { id });
    expect(page.value?.kind, title).toBe("read");
  }
  await visitor.dispose();
});

test.describe("who may only read", () => {
  test.use({ role: "executive" });

  test("an executive reads the replay, and asks for none", async ({ page, words }) => {
    await page.goto(`${workspace}/changes/replay`);
    await expect(page.getByRole("table", { name: words("replay.caption") })).toBeVisible();
    await expect(page.getByRole("button", { name: words("replay.ask"), exact: true })).toHaveCount(0);
  });
});
