import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures";
import { addresses, builtRoutes } from "./routes";
import { findSample } from "./sample";

const pages = builtRoutes().filter(({ kind }) => kind === "page");
/** Pages that lead somebody who is signed in elsewhere: looked at as a stranger. */
const outside = new Set(["/", "/sign-in"]);

test.use({ role: "admin" });

for (const { pattern } of pages) {
  test.describe(pattern, () => {
    if (outside.has(pattern)) test.use({ role: null });

    test(`${pattern}: no fault that axe finds, in light and in dark; nothing scrolls sideways on a phone`, async ({
      page,
      request,
      context,
      baseURL,
    }) => {
      const address = outside.has(pattern) ? pattern : addresses[pattern]?.path?.(await findSample(request));
      expect(address, `${pattern} has no address in routes.ts`).toBeDefined();
      for (const theme of ["light", "dark"]) {
        await context.addCookies([{ name: "theme", value: theme, url: baseURL ?? "" }]);
        await page.goto(address ?? "/");
        await openFolds(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => ({ theme, id, at: nodes.map(({ target }) => target.join(" ")) })),
        ).toEqual([]);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      const moved = await page.evaluate(() => {
        window.scrollTo(1000, 0);
        return window.scrollX;
      });
      expect(moved, "pixels that a phone of 390 scrolls sideways").toBe(0);
    });
  });
}

/** What is folded away is part of the page too. */
async function openFolds(page: import("@playwright/test").Page): Promise<void> {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("main details")) (fold as HTMLDetailsElement).open = true;
  });
}
