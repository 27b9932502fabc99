import { accountOf, demoPassword, expect, roles, sessionOf, test as setup, workspace } from "./fixtures";

for (const role of roles) {
  setup(`signs in as ${role} and keeps the session`, async ({ page, words }) => {
    await page.goto("/sign-in");
    await page.getByLabel(words("auth.email")).fill(accountOf(role).email);
    await page.getByLabel(words("auth.password")).fill(demoPassword);
    await page.getByRole("button", { name: words("auth.submit") }).click();
    await expect(page).toHaveURL(new RegExp(`${workspace}$`));
    const state = await page.context().storageState({ path: sessionOf(role) });
    expect(state.cookies.some(({ name }) => name.includes("session-token"))).toBe(true);
  });
}
