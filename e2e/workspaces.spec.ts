import { slug as demo, expect, test, workspace } from "./fixtures";
import { signInAs } from "./invite";
import { findSample } from "./sample";
import { secondWorkspace } from "./second-workspace";
import { ask, signedIn, visitorAs } from "./visitor";

let second: Awaited<ReturnType<typeof secondWorkspace>>;
test.beforeAll(async () => {
  second = await secondWorkspace();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with a script" : "without", () => {
    test.use({ javaScriptEnabled });

    test("a person of two workspaces chooses, goes over by keyboard, and is where they were last", async ({
      page,
      words,
    }) => {
      await page.goto("/sign-in");
      await signInAs(page, words, second.both, second.password);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("auth.workspaces"));
      await page.getByRole("link", { name: "Maison Arpège" }).click();
      await expect(page).toHaveURL(new RegExp(`${workspace}$`));
      await page.locator("summary").filter({ hasText: "Maison Arpège", visible: true }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await expect(page.getByRole("link", { name: second.name })).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(new RegExp(`/w/${second.slug}$`));
      await page.goto("/");
      await expect(page).toHaveURL(new RegExp(`/w/${second.slug}$`));
    });
  });
}

test("of one workspace only: straight there, and nothing to switch to", async ({ page, words }) => {
  await page.goto("/sign-in");
  await signInAs(page, words, second.only, second.password);
  await expect(page).toHaveURL(new RegExp(`/w/${second.slug}$`));
  await expect(page.locator("summary").filter({ hasText: second.name })).toHaveCount(0);
});

test("another's workspace is what one that nobody has is: pages, ids and procedures, to the byte", async ({
  baseURL,
}) => {
  const only = await signedIn(baseURL, second.only, second.password);
  const { change, alert } = await findSample(await visitorAs(baseURL, "admin"));
  const paths = ["", "/changes", `/changes/${change}`, `/alerts/${alert}`, "/settings", "/account", "/data"];
  for (const path of paths) {
    const [theirs, nobodys] = [await only.get(`/w/${demo}${path}`), await only.get(`/w/nobodys${path}`)];
    expect([path, theirs.status(), nobodys.status()]).toEqual([path, 404, 404]);
    expect(await theirs.text()).not.toContain("Maison Arpège");
  }
  for (const id of [change, alert]) {
    expect((await only.get(`/w/${second.slug}/changes/${id}`)).status()).toBe(404);
    expect((await only.get(`/w/${second.slug}/alerts/${id}`)).status()).toBe(404);
  }
  const asked = async (slug: string) => ask(only, slug, ["workspaces", "people"]);
  const [theirs, nobodys] = [await asked(demo), await asked("nobodys")];
  expect(theirs).toEqual(nobodys);
  expect(theirs.status).toBe(404);
  const one = async (id: number) => ask(only, second.slug, ["changes", "one"], { id });
  expect(await one(change)).toEqual(await one(99_999_999));
});
