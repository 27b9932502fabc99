import type { Browser, Page } from "@playwright/test";
import { expect, prefer, sessionOf, test } from "./fixtures";
import { addresses, builtRoutes } from "./routes";
import { findSample } from "./sample";

test.use({ role: "admin" });

/** Pages that people read; a form is used, not read. */
const reading = builtRoutes().filter(
  ({ pattern, kind }) => kind === "page" && !/^\/(sign-in)?$|\/(new|edit)$/.test(pattern),
);

for (const { pattern } of reading) {
  for (const language of ["en", "fr"] as const) {
    test(`${pattern} says the same without a script (${language})`, async ({ browser, request, baseURL }) => {
      const address = addresses[pattern]?.path?.(await findSample(request)) ?? "/";
      const said = (javaScriptEnabled: boolean) =>
        read(browser, `${baseURL}${address}`, { language, javaScriptEnabled });
      const [without, withScript] = [await said(false), await said(true)];
      expect(without.length).toBeGreaterThan(50);
      expect(without).toBe(withScript);
    });
  }
}

/** The words of the page's main part, as a reader meets them. */
async function read(
  browser: Browser,
  address: string,
  { language, javaScriptEnabled }: { language: "en" | "fr"; javaScriptEnabled: boolean },
): Promise<string> {
  const context = await browser.newContext({ javaScriptEnabled, storageState: sessionOf("admin") });
  await prefer(context, new URL(address).origin, { language, theme: "light" });
  const page = await context.newPage();
  await page.goto(address);
  if (javaScriptEnabled) await hydrated(page);
  const words = await page.getByRole("main").evaluate((main) => {
    // The print button needs a script and stands only where there is one.
    for (const one of main.querySelectorAll('[class*="noscript:"]')) one.remove();
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read.
    return (main as HTMLElement).innerText;
  });
  await context.close();
  return words;
}

/** React has taken the page over: its own marks stand on the elements. */
async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main, main *")].some((one) =>
      Object.keys(one).some((key) => key.startsWith("__react")),
    ),
  );
}
