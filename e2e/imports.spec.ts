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
const patience = { timeout: 30_000 };

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`an administrator brings receipts: columns suggested, tried row by row, imported with progress, refused rows to download, undone (${language})`, async ({
      page,
      words,
    }) => {
      const text = [header, ...good, ...bad].join("\n");
      const source = await send(page, words, { kind: "purchases", name: "tills.csv", text });
      await expect(page).toHaveURL(/\/data\/\d+$/);
      await expect(field(page, words, "receipt")).toHaveValue("receipt");
      await expect(field(page, words, "receipt")).toHaveAccessibleDescription(words("ingest.sure.sure"));
      await expect(field(page, words, "at")).toHaveValue("ordered_at");
      const tried = page.getByRole("region", { name: words("ingest.dryRun.title") });
      const counts = { rows: 5, made: 3, corrected: 0, unchanged: 0, refused: 2 };
      await expect(tried).toContainText(words("ingest.dryRun.counted", counts), patience);
      const rows = tried.getByRole("table").getByRole("row");
      await expect(rows).toHaveCount(6);
      await expect(rows.nth(1)).toContainText(words("ingest.dryRun.outcomes.new"));
      await expect(rows.nth(4)).toContainText(words("ingest.dryRun.outcomes.refused"));
      await expect(rows.nth(4)).toContainText("31/02/2026");

      await page.getByLabel(words("ingest.mapping.completeThrough"), { exact: true }).fill("2026-11-20");
      await page.getByRole("button", { name: words("ingest.mapping.import"), exact: true }).click();
      const report = page.getByRole("region", { name: words("ingest.report.title") });
      await expect(page.getByRole("progressbar").or(report)).toBeVisible();
      await expect(report).toBeVisible(patience);
      const refused = page.getByRole("region", { name: words("ingest.refused.title", { count: 2 }) });
      await expect(refused.getByRole("row")).toHaveCount(3);
      await expect(refused).toContainText("31/02/2026");

      const [file] = await Promise.all([
        page.waitForEvent("download"),
        refused.getByRole("link", { name: words("ingest.refused.download") }).click(),
      ]);
      const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
      expect(lines).toHaveLength(3);
      expect(lines[1]).toContain('"tills.csv","5","ordered_at","31/02/2026"');

      await undo(page, words);
      await page.goto(`${workspace}/data`);
      const imports = page.getByRole("table", { name: words("ingest.imports.title") });
      await expect(imports.getByRole("row").filter({ hasText: source })).toContainText(words("ingest.state.undone"));
    });

    test(`stores come in and change: what would change is said before, from what to what (${language})`, async ({
      page,
      words,
    }) => {
      const first = { kind: "stores", name: "stores.csv", text: "store,name,zone\nN1,Quai,Europe/Paris\nN2,Gare,\n" };
      const source = await send(page, words, first);
      const tried = page.getByRole("region", { name: words("ingest.dryRun.title") });
      const made = { rows: 2, made: 2, corrected: 0, unchanged: 0, refused: 0 };
      await expect(tried).toContainText(words("ingest.dryRun.counted", made), patience);
      await page.getByRole("button", { name: words("ingest.mapping.import"), exact: true }).click();
      await expect(page.getByRole("region", { name: words("ingest.report.title") })).toBeVisible(patience);

      const text = "store,name,zone\nN1,Quai Sud,\nN2,Gare,\nN3,Halle,Mars\n";
      await send(page, words, { kind: "stores", name: "stores.csv", text, source });
      const changed = { rows: 3, made: 0, corrected: 1, unchanged: 1, refused: 1 };
      await expect(tried).toContainText(words("ingest.dryRun.counted", changed), patience);
      const rows = tried.getByRole("table").getByRole("row");
      await expect(rows.nth(1)).toContainText("Quai → Quai Sud");
      await expect(rows.nth(2)).toContainText(words("ingest.dryRun.outcomes.unchanged"));
      await expect(rows.nth(3)).toContainText("Mars");
      await page.getByRole("button", { name: words("ingest.mapping.import"), exact: true }).click();
      await undo(page, words);
      await expect(page.getByRole("main")).toContainText(words("ingest.undo.stayedNone"));
    });

    test(`what was agreed with a source is kept (${language})`, async ({ page, words }) => {
      const source = await send(page, words, { kind: "products", name: "p.csv", text: "product,name\nA,Scarf\n" });
      await page.goto(`${workspace}/data`);
      const title = words("ingest.sources.settings", { name: source });
      await page.getByText(title, { exact: true }).click();
      const form = page.getByRole("form", { name: title });
      await form.getByLabel(words("ingest.sources.expectedEvery"), { exact: true }).fill("7");
      await form.getByLabel(words("ingest.sources.sample"), { exact: true }).check();
      await form.getByRole("button", { name: words("ingest.sources.save") }).click();
      const sources = page.getByRole("table", { name: words("ingest.sources.title") });
      const row = sources.getByRole("row").filter({ hasText: source });
      await expect(row).toContainText(words("ingest.sources.every", { n: 7 }));
      await expect(row).toContainText(words("ingest.sources.isSample"));
    });

    test(`a file that is none is refused in one sentence (${language})`, async ({ page, words }) => {
      await send(page, words, { kind: "purchases", name: "sheet.csv", text: "PK\u0003\u0004 and so on" });
      await expect(page.getByRole("main")).toContainText(words("ingest.errors.spreadsheet", { file: "sheet.csv" }));
    });
  });
}

function field(page: Page, words: Words, name: "receipt" | "at") {
  return page.getByLabel(words(`ingest.fields.${name}`), { exact: true });
}

interface Sent {
  kind: string;
  name: string;
  text: string;
  /** One that sent before; else a source of its own, as whose name it comes back. */
  source?: string;
}

async function send(page: Page, words: Words, { kind, name, text, source: known }: Sent): Promise<string> {
  const source = known ?? `tills ${process.hrtime.bigint() % 1_000_000n}`;
  await page.goto(`${workspace}/data`);
  await page.getByLabel(words("ingest.upload.kind"), { exact: true }).selectOption(kind);
  await page.getByLabel(words("ingest.upload.source"), { exact: true }).fill(source);
  await page
    .getByLabel(words("ingest.upload.file"), { exact: true })
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: words("ingest.upload.send") }).click();
  return source;
}

/** Takes the import of the page back, once asked again, and waits until it is. */
async function undo(page: Page, words: Words): Promise<void> {
  await page.getByRole("button", { name: words("ingest.undo.button") }).click(patience);
  const question = page.getByRole("dialog", { name: words("ingest.undo.question") });
  await question.getByRole("button", { name: words("ingest.undo.yes"), exact: true }).click();
  const [undone = ""] = words("ingest.undo.undone", { day: "§" }).split("§");
  await expect(page.getByRole("status").filter({ hasText: undone })).toBeVisible(patience);
}
