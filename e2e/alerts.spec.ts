import type { Page } from "@playwright/test";
import { accountOf, expect, sessionOf, slug, test, workspace } from "./fixtures";
import { findSample } from "./sample";
import { ask, tell, visitorAs } from "./visitor";

// One alert at a time: the inbox of the demo is shared.
test.describe.configure({ mode: "serial" });
test.use({ role: "marketer" });

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`a marketer opens the inbox, takes an alert and sees the people in three clicks; comments, closes with a reason (${language})`, async ({
      page,
      words,
      baseURL,
    }) => {
      await freshAlert(baseURL);
      await page.goto(`${workspace}/alerts`);
      const first = page.getByRole("main").getByRole("listitem").getByRole("heading").getByRole("link").first();
      const title = (await first.textContent()) ?? "";
      await first.click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      const address = page.url();
      await page.getByRole("button", { name: words("alerts.act.take"), exact: true }).click();
      await expect(page.getByText(words("alerts.said.take"))).toBeVisible();
      await page.getByRole("link", { name: words("alerts.page.peopleShow") }).click();
      const people = page.getByRole("table", { name: words("alerts.people.caption") });
      await expect(people.getByRole("row").nth(1)).toBeVisible();

      await page.goto(address);
      const history = page.getByRole("region", { name: words("alerts.page.history") });
      await expect(history).toContainText(words("alerts.done.take", { name: accountOf("marketer").name }));
      await history
        .getByLabel(words("alerts.page.comment"))
        .and(page.getByRole("textbox"))
        .fill("I call the shop today.");
      await history.getByRole("button", { name: words("alerts.page.commentSend"), exact: true }).click();
      await expect(history.getByRole("listitem").last()).toContainText("I call the shop today.");

      await page
        .locator("summary")
        .filter({ hasText: words("alerts.act.close") })
        .click();
      await page.getByLabel(words("alerts.act.closeAs")).selectOption({ label: words("alerts.closing.accepted") });
      await page.getByLabel(words("alerts.act.closeWords")).fill("The lease ended; we knew.");
      await page.getByRole("button", { name: words("alerts.act.closeSend"), exact: true }).click();
      await expect(
        page.getByText(words("alerts.page.closedAs", { reason: words("alerts.closing.accepted") })),
      ).toBeVisible();
      await expect(page.getByRole("main")).toContainText("The lease ended; we knew.");
      await page.goto(`${workspace}/alerts?state=closed`);
      await expect(page.getByRole("link", { name: title }).first()).toBeVisible();
    });
  });
}

test("two people take the same alert at once: one has it, the other is told", async ({
  page,
  words,
  browser,
  baseURL,
}) => {
  const id = await freshAlert(baseURL);
  const other = await browser.newContext({ baseURL, storageState: sessionOf("admin"), locale: "en-GB" });
  const theirs = await other.newPage();
  await Promise.all([page, theirs].map((one) => one.goto(`${workspace}/alerts/${id}`)));
  const take = (one: Page) => one.getByRole("button", { name: words("alerts.act.take"), exact: true });
  await Promise.all([take(page).click(), take(theirs).click()]);
  const yours = words("alerts.said.take");
  const faster = words("alerts.errors.moved");
  const said = async (one: Page) => {
    const answer = one.getByText(yours).or(one.getByText(faster)).first();
    await expect(answer).toBeVisible();
    return (await answer.textContent()) ?? "";
  };
  expect((await Promise.all([said(page), said(theirs)])).toSorted()).toEqual([yours, faster].toSorted());
  await other.close();
});

test.describe("who may only read", () => {
  test.use({ role: "executive" });

  test("an executive comments, and is offered nothing else; the people are counted, not named", async ({
    page,
    words,
    request,
  }) => {
    const { alert } = await findSample(request);
    await page.goto(`${workspace}/alerts/${alert}`);
    await expect(page.getByText(words("alerts.page.notYours"))).toBeVisible();
    await expect(page.getByText(words("alerts.page.peopleRight"))).toBeVisible();
    await expect(page.getByRole("link", { name: words("alerts.page.peopleShow") })).toHaveCount(0);
    await expect(page.getByRole("button", { name: words("alerts.page.commentSend"), exact: true })).toBeVisible();
  });
});

/** Opens the alert again if a test before, or a run before, closed it; its id. */
async function freshAlert(baseURL: string | undefined): Promise<number> {
  const admin = await visitorAs(baseURL, "admin");
  const { alert: id } = await findSample(admin);
  const { alert } = (await ask(admin, slug, ["alerts", "one"], { id })).value ?? {};
  if (alert?.state !== "new") {
    if (alert?.state !== "closed")
      await tell(admin, slug, ["alerts", "closeAlert"], {
        id,
        state: alert?.state,
        as: "other",
        reason: "a test begins",
      });
    await tell(admin, slug, ["alerts", "reopenAlert"], { id, state: "closed" });
  }
  await admin.dispose();
  return id;
}
