import type { Page } from "@playwright/test";
import { expect, test, workspace } from "./fixtures";
import { tabTo } from "./keyboard";
import { findSample } from "./sample";
import { visitorAs } from "./visitor";
import type { Words } from "./words";

test.use({ role: "marketer" });

async function lookFor(page: Page, words: Words, typed: string): Promise<void> {
  await page.goto(`${workspace}/customers`);
  await page.getByLabel(words("customers.search.label")).fill(typed);
  await page.getByRole("button", { name: words("customers.search.send"), exact: true }).click();
  await expect(page).toHaveURL(/\/customers\?page=1$/);
}

const peopleIn = (page: Page, words: Words) =>
  page.getByRole("table", { name: words("customers.search.caption") }).getByRole("link");

async function open(page: Page, words: Words, reference: string): Promise<number> {
  await lookFor(page, words, reference);
  await peopleIn(page, words).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(reference);
  return Number(new URL(page.url()).pathname.split("/").at(-1));
}

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`somebody is found whatever the accents and capitals, and read in one line (${language})`, async ({
      page,
      words,
    }) => {
      await lookFor(page, words, "ç000012");
      await expect(peopleIn(page, words)).toHaveText(["C000012"]);
      await peopleIn(page, words).first().click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("C000012");
      await expect(page.getByText(words("customers.person.writtenDown"))).toBeVisible();
      await expect(page.getByRole("region", { name: words("customers.forecast.question") })).toBeVisible();

      const strip = page.getByRole("region", { name: words("customers.strip.question") });
      await expect(strip.getByRole("group", { name: words("customers.strip.title") }).first()).toBeVisible();
      const line = page.getByRole("region", { name: words("customers.line.question") });
      await line.getByRole("link", { name: words("customers.line.kind.occasion") }).click();
      await expect(page).toHaveURL(/kind=occasion/);
      await expect(line.getByRole("listitem").filter({ hasText: /€/ }).first()).toBeVisible();
      await expect(page.getByText(words("customers.facts.identitiesNote"))).toBeVisible();
    });
  });
}

test("with the keyboard alone: search, person, the figures behind the strip", async ({ page, words }) => {
  await page.goto(`${workspace}/customers`);
  await tabTo(page, page.getByLabel(words("customers.search.label")));
  await page.keyboard.type("C000012");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/customers\?page=1$/);
  await tabTo(page, peopleIn(page, words).first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("C000012");
  const strip = page.getByRole("region", { name: words("customers.strip.question") });
  await tabTo(page, strip.locator("summary"));
  await page.keyboard.press("Enter");
  await expect(strip.getByRole("table", { name: words("customers.strip.title") })).toBeVisible();
});

test("nobody found: said, with what helps; what was typed stands in no address and in no log", async ({
  page,
  words,
  baseURL,
  browser,
}) => {
  const typed = "lea.nobody@example.com";
  await lookFor(page, words, typed);
  await expect(page.getByText(words("customers.search.none"))).toBeVisible();
  await expect(page.getByText(words("customers.search.noneHint"))).toBeVisible();
  expect(page.url()).not.toContain("nobody");

  const admin = await visitorAs(baseURL, "admin");
  const context = await browser.newContext({ baseURL, storageState: await admin.storageState(), locale: "en-GB" });
  const log = await context.newPage();
  await log.goto(`${workspace}/settings/audit?about=people`);
  const table = log.getByRole("table", { name: words("settings.auditQuestion") });
  await expect(table).toContainText(words("settings.acts.people_search"));
  await expect(table).not.toContainText("nobody");
  await context.close();
  await admin.dispose();
});

test("people of an alert lead to their pages", async ({ page, words, request }) => {
  const { alert } = await findSample(request);
  await page.goto(`${workspace}/alerts/${alert}/people`);
  const first = page
    .getByRole("table", { name: words("alerts.people.caption") })
    .getByRole("link")
    .first();
  const reference = (await first.textContent()) ?? "";
  await first.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(reference);
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("somebody is found and read all the same", async ({ page, words }) => {
    await open(page, words, "C000012");
    await page.getByRole("link", { name: words("customers.line.kind.occasion") }).click();
    await expect(page).toHaveURL(/kind=occasion/);
  });
});

test.describe("who may not see people", () => {
  test.use({ role: "executive" });

  test("an executive reads groups, and who may open more; no search, no names", async ({ page, words, baseURL }) => {
    await page.goto(`${workspace}/customers`);
    await expect(page.getByText(words("customers.masked.title"))).toBeVisible();
    await expect(page.getByRole("table", { name: words("customers.groups.caption") })).toBeVisible();
    await expect(page.getByRole("searchbox")).toHaveCount(0);
    const marketer = await visitorAs(baseURL, "marketer");
    const { customer } = await findSample(marketer);
    await marketer.dispose();
    const answer = await page.goto(`${workspace}/customers/${customer}`);
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("errors.pages.forbidden.title"));
  });
});

test.describe("what an administrator decides", () => {
  test.use({ role: "admin" });
  test.describe.configure({ mode: "serial" });

  test("two customers are joined by hand, and parted again", async ({ page, words }) => {
    test.slow();
    const from = await open(page, words, "C002901");
    const into = await open(page, words, "C002902");
    await page.getByLabel(words("customers.join.other")).fill(String(from));
    await page.getByRole("button", { name: words("customers.join.send"), exact: true }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: words("customers.join.yes") })
      .click();
    await expect(page.getByText(words("customers.facts.joinedOne", { id: String(from) }))).toBeVisible({
      timeout: 60_000,
    });
    await page.goto(`${workspace}/customers/${from}`);
    await expect(page).toHaveURL(new RegExp(`/customers/${into}$`));

    await page.goto(`${workspace}/customers/joins`);
    const made = page.getByRole("table", { name: words("customers.joins.madeCaption") });
    await made
      .getByRole("button", { name: words("customers.joins.part") })
      .first()
      .click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: words("customers.joins.partYes") })
      .click();
    await expect(made.getByRole("row").nth(1)).toContainText(words("customers.joins.states.parted"), {
      timeout: 60_000,
    });
    await open(page, words, "C002901");
  });

  test("a person is erased for good: the list says when and by whom, nobody finds them again", async ({
    page,
    words,
  }) => {
    test.slow();
    const id = await open(page, words, "C002903");
    await page.getByRole("button", { name: words("customers.erase.send"), exact: true }).click();
    const sure = page.getByRole("dialog");
    await expect(sure).toContainText(words("customers.erase.ask"));
    await sure.getByRole("button", { name: words("customers.erase.yes"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("customers.erasures.title"));
    const list = page.getByRole("table", { name: words("customers.erasures.caption") });
    await expect(list.getByRole("row").nth(1)).toContainText(words("customers.erasures.states.done"), {
      timeout: 60_000,
    });
    await expect(list).not.toContainText("C002903");
    await lookFor(page, words, "C002903");
    await expect(page.getByText(words("customers.search.none"))).toBeVisible();
    expect((await page.goto(`${workspace}/customers/${id}`))?.status()).toBe(404);
  });
});
