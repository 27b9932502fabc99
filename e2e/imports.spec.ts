import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test, workspace } from "./fixtures";
import type { Words } from "./words";

test.use({ role: "admin" });

const header = "receipt,ordered_at,store,customer,product,quantity,amount";
const good = [
  "1,2026-11-10 10:15,Shop,anna,Scarf,1,39.00",
  "1,2026-11-10 10:15,Shop,anna,Hat,1,25.00",
  "2,2026-11-11 17:40,Shop,ben,Scarf,2,78.00",
];
const bad = ["3,31/02/2026,Shop,anna,Hat,1,25.00", "4,2026-11-12 09:00,Shop,ben,Hat,one,25.00"];

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`an administrator brings a file: mapping guessed, tried, imported with progress, refused rows to download (${language})`, async ({
      page,
      words,
    }) => {
      const source = await send(page, words, { name: "tills.csv", text: [header, ...good, ...bad].join("\n") });
      await expect(page).toHaveURL(/\/data\/\d+$/);
      await expect(page.getByLabel(words("ingest.fields.receipt"), { exact: true })).toHaveValue("receipt");
      await expect(page.getByLabel(words("ingest.fields.at"), { exact: true })).toHaveValue("ordered_at");
      const tried = page.getByRole("region", { name: words("ingest.dryRun.title") });
      await expect(tried).toContainText(
        words("ingest.dryRun.withSum", { kept: 3, refused: 2, sum: "§" }).split("§")[0] ?? "",
      );
      await expect(tried).toContainText("31/02/2026");

      await page.getByLabel(words("ingest.mapping.completeThrough"), { exact: true }).fill("2026-11-20");
      await page.getByRole("button", { name: words("ingest.mapping.import"), exact: true }).click();
      const report = page.getByRole("region", { name: words("ingest.report.title") });
      await expect(page.getByRole("progressbar").or(report)).toBeVisible();
      await expect(report).toBeVisible({ timeout: 30_000 });
      const refused = page.getByRole("region", { name: words("ingest.refused.title", { count: 2 }) });
      await expect(refused.getByRole("row")).toHaveCount(3);
      await expect(refused).toContainText("31/02/2026");

      const [file] = await Promise.all([
        page.waitForEvent("download"),
        refused.getByRole("link", { name: words("ingest.refused.download") }).click(),
      ]);
      const rows = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
      expect(rows).toHaveLength(3);
      expect(rows[1]).toContain('"tills.csv","5","ordered_at","31/02/2026"');

      await page.goto(`${workspace}/data`);
      const imports = page.getByRole("table", { name: words("ingest.imports.title") });
      await expect(imports.getByRole("row").filter({ hasText: source })).toContainText(words("ingest.state.done"));
    });

    test(`a file that is none is refused in one sentence (${language})`, async ({ page, words }) => {
      await send(page, words, { name: "sheet.csv", text: "PK\u0003\u0004 and so on" });
      await expect(page.getByRole("main")).toContainText(words("ingest.errors.spreadsheet", { file: "sheet.csv" }));
    });
  });
}

/** Sends a file of a source of its own, as whose name it comes back. */
async function send(page: Page, words: Words, { name, text }: { name: string; text: string }): Promise<string> {
  const source = `tills ${process.hrtime.bigint() % 1_000_000n}`;
  await page.goto(`${workspace}/data`);
  await page.getByLabel(words("ingest.upload.source"), { exact: true }).fill(source);
  await page
    .getByLabel(words("ingest.upload.file"), { exact: true })
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: words("ingest.upload.send") }).click();
  return source;
}
