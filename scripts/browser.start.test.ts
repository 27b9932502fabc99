import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "./browser";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "browser-"));
  for (const [name, code] of [
    ["chromium", 1],
    ["chromium-browser", 0],
  ]) {
    writeFileSync(path.join(folder, `${name}`), `#!/bin/sh\nexit ${code}\n`);
    chmodSync(path.join(folder, `${name}`), 0o755);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the browser is found in this order", () => {
  it("CHROMIUM_PATH, and one that is not there is said", async () => {
    expect(await findChromium({ CHROMIUM_PATH: "/bin/sh", PATH: folder })).toMatchObject({ executablePath: "/bin/sh" });
    await expect(findChromium({ CHROMIUM_PATH: "/absent" })).rejects.toThrow(
      "CHROMIUM_PATH is /absent, and there is no such file: correct or unset it.",
    );
  });
  it("one of the system that runs: not a script in its place that fails", async () => {
    expect(await findChromium({ PATH: folder })).toMatchObject({
      executablePath: path.join(folder, "chromium-browser"),
    });
  });
  it("the one of the registry, which renders text with the libraries and fonts it carries", async () => {
    const { executablePath, args, env } = await findChromium({ PATH: "" });
    const inherited = process.env as Record<string, string>;
    const browser = await chromium.launch({ executablePath, args, env: { ...inherited, ...env } });
    const page = await browser.newPage();
    await page.setContent("<h1>Déjà là</h1>");
    const box = await page.getByRole("heading").evaluate((heading) => {
      const range = document.createRange();
      range.selectNodeContents(heading);
      return range.getBoundingClientRect().width;
    });
    expect(box).toBeGreaterThan(60);
    await browser.close();
  });
});
