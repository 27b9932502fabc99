import { fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "@playwright/test";
import { freePort } from "../db/embedded/postmaster";
import { accountOf, demoPassword } from "../e2e/fixtures";
import { addresses, builtRoutes } from "../e2e/routes";
import { findSample, type Sample } from "../e2e/sample";
import { visitorOf } from "../e2e/visitor";
import { wordsIn } from "../e2e/words";
import { findChromium } from "./browser";

const usage = `npm run screenshots [-- [URL] [--only TEXT] [--readme]]

Takes every page of the running product at URL, or of one that it starts, into screenshots/: four widths, light, dark,
French, print. --only takes the pages whose address has TEXT in it; --readme the one picture of the README.`;

const root = fileURLToPath(new URL("..", import.meta.url));
const widths = [390, 768, 1280, 1920];
const looks = {
  light: { language: "en", theme: "light" },
  dark: { language: "en", theme: "dark" },
  french: { language: "fr", theme: "light" },
} as const;

type Session = NonNullable<BrowserContextOptions["storageState"]>;
type Look = (typeof looks)[keyof typeof looks];

async function main(): Promise<void> {
  const { values, positionals } = readOptions();
  const product = positionals[0] ? { url: positionals[0], stop: async () => {} } : await startProduct();
  const { executablePath, args, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath,
    args,
    env: { ...(process.env as Record<string, string>), ...env },
  });
  try {
    const session = await signIn(browser, product.url);
    if (values.readme) await forReadme(browser, product.url, session);
    else await everyPage(browser, product.url, session, values.only ?? "");
  } finally {
    await browser.close();
    await product.stop();
  }
}

function readOptions() {
  try {
    return parseArgs({ allowPositionals: true, options: { only: { type: "string" }, readme: { type: "boolean" } } });
  } catch {
    process.stderr.write(`${usage}\n`);
    process.exit(1);
  }
}

/** The product with a small demo of its own (e2e/serve.ts). */
async function startProduct(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = fork(path.join(root, "e2e/serve.ts"), [], {
    cwd: root,
    execArgv: ["--import", "tsx"],
    env: { ...process.env, PORT: String(port) },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const isReady = () =>
    fetch(`${url}/api/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error("The product did not start; what it said is above.");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function signIn(browser: Browser, url: string): Promise<Session> {
  const page = await browser.newPage({ locale: "en-GB" });
  const words = wordsIn("en");
  await page.goto(`${url}/sign-in`);
  await page.getByLabel(words("auth.email")).fill(accountOf("admin").email);
  await page.getByLabel(words("auth.password")).fill(demoPassword);
  await page.getByRole("button", { name: words("auth.submit") }).click();
  await page.waitForURL(/\/w\//);
  const session = await page.context().storageState();
  await page.context().close();
  return session;
}

type Shot = { address: string; folder: string };

async function everyPage(browser: Browser, url: string, session: Session, only: string): Promise<void> {
  const visitor = await visitorOf(url, session);
  const inside = pagesOf(await findSample(visitor));
  await visitor.dispose();
  const outside = [{ address: "/sign-in", folder: path.join(root, "screenshots", "sign-in") }];
  const wanted = ({ address }: Shot) => address.includes(only);
  await everyLook(browser, url, session, inside.filter(wanted));
  await everyLook(browser, url, { cookies: [], origins: [] }, outside.filter(wanted));
  const pages = [...inside, ...outside].filter(wanted).length;
  process.stdout.write(`${pages} pages, ${pages * (widths.length * 3 + 1)} pictures in screenshots/\n`);
}

async function everyLook(browser: Browser, url: string, session: Session, pages: readonly Shot[]): Promise<void> {
  for (const [name, look] of Object.entries(looks)) {
    for (const width of widths) {
      await withPage(browser, url, { session, look, width }, async (page) => {
        for (const { address, folder } of pages) {
          await shoot(page, `${url}${address}`, path.join(folder, `${name}-${width}.png`));
        }
      });
    }
  }
  await withPage(browser, url, { session, look: looks.light, width: 794 }, async (page) => {
    await page.emulateMedia({ media: "print" });
    for (const { address, folder } of pages) await shoot(page, `${url}${address}`, path.join(folder, "print.png"));
  });
}

/** Every page of the build that a plain visit reaches, and the folder of its pictures. */
function pagesOf(sample: Sample): Shot[] {
  return builtRoutes()
    .filter(({ kind }) => kind === "page")
    .flatMap(({ pattern }) => {
      const address = addresses[pattern]?.path?.(sample);
      const folder =
        pattern
          .replace(/^\/w\/\[workspace\]/, "")
          .replace(/\W+/g, "-")
          .replace(/^-|-$/g, "") || "home";
      return address ? [{ address, folder: path.join(root, "screenshots", folder) }] : [];
    });
}

/** One picture for the README: home as an executive meets it. */
async function forReadme(browser: Browser, url: string, session: Session): Promise<void> {
  await withPage(browser, url, { session, look: looks.light, width: 1280 }, async (page) => {
    await page.goto(`${url}/`, { waitUntil: "load" });
    const file = path.join(root, "docs/screenshots/home.png");
    mkdirSync(path.dirname(file), { recursive: true });
    await page.screenshot({ path: file });
    process.stdout.write("docs/screenshots/home.png\n");
  });
}

async function withPage(
  browser: Browser,
  url: string,
  { session, look, width }: { session: Session; look: Look; width: number },
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    storageState: session,
    viewport: { width, height: width < 500 ? 844 : 900 },
  });
  await context.addCookies([
    { name: "locale", value: look.language, url },
    { name: "theme", value: look.theme, url },
  ]);
  await work(await context.newPage());
  await context.close();
}

async function shoot(page: Page, address: string, file: string): Promise<void> {
  await page.goto(address, { waitUntil: "load" });
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage: true });
}

await main();
