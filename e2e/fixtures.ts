import path from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContext, test as base, expect } from "@playwright/test";
import { demoAccounts, demoPassword } from "../server/auth/demo-accounts";
import type { Locale } from "../server/i18n/locale";
import type { Role } from "../server/scope";
import { type Words, wordsIn } from "./words";

export { demoPassword, expect };

export const roles = ["executive", "ops", "marketer", "admin"] as const satisfies readonly Role[];
export const slug = "maison-arpege";
export const workspace = `/w/${slug}`;

/** Where sign-in.setup.ts keeps a role's session for the whole run. */
export function sessionOf(role: Role): string {
  return fileURLToPath(new URL(`../test-results/sessions/${role}.json`, import.meta.url));
}

export function accountOf(role: Role) {
  const account = demoAccounts.find((one) => one.role === role);
  if (!account) throw new Error(`no demo account for ${role}`);
  return account;
}

interface Options {
  /** Who asks: a role of the demo workspace, or null for somebody without a session. */
  role: Role | null;
  language: Locale;
  theme: "light" | "dark";
}

interface Fixtures {
  words: Words;
  /** Faults that a test expects in the console, such as the status of a page that does not exist. */
  expectedFaults: RegExp[];
}

/** A page in one role, language and theme; what its console complains about fails the test. */
export const test = base.extend<Options & Fixtures>({
  role: [null, { option: true }],
  language: ["en", { option: true }],
  theme: ["light", { option: true }],
  storageState: async ({ role }, use) => {
    await use(role === null ? { cookies: [], origins: [] } : sessionOf(role));
  },
  words: async ({ language }, use) => {
    await use(wordsIn(language));
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  expectedFaults: async ({}, use) => {
    await use([]);
  },
  context: async ({ context, baseURL, language, theme, expectedFaults }, use) => {
    await prefer(context, baseURL, { language, theme });
    const faults = watch(context);
    await use(context);
    expect(faults.filter((fault) => !expectedFaults.some((known) => known.test(fault)))).toEqual([]);
  },
});

/** Language and theme as the preference cookies keep them. */
export async function prefer(
  context: BrowserContext,
  baseURL: string | undefined,
  { language, theme }: { language: Locale; theme: "light" | "dark" },
): Promise<void> {
  const url = baseURL ?? "";
  await context.addCookies([
    { name: "locale", value: language, url },
    { name: "theme", value: theme, url },
  ]);
}

/** Broken content policy, text that the browser makes differently from the server, errors nobody caught. */
function watch(context: BrowserContext): string[] {
  const faults: string[] = [];
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const { url } = message.location();
    // A page that says "not found" or "not for you" does so with its status; that is asked for, not a fault.
    if (message.text().startsWith("Failed to load resource") && url === message.page()?.url()) return;
    faults.push(`${path.basename(message.page()?.url() ?? "")}: ${message.text()} ${url}`);
  });
  context.on("weberror", (error) => faults.push(String(error.error())));
  return faults;
}
