import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, workspace } from "./fixtures";
import type { Words } from "./words";

test.use({ role: "admin" });

const pageOf = `${workspace}/settings/keys`;

for (const language of ["en", "fr"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test(`a key is made, sends rows, is seen in use, and is refused once revoked (${language})`, async ({
      page,
      words,
      playwright,
      baseURL,
    }) => {
      const name = `Tills ${process.hrtime.bigint() % 1_000_000n}`;
      const key = await makeKey(page, words, name);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

      const machine = await playwright.request.newContext({
        ...(baseURL && { baseURL }),
        extraHTTPHeaders: { authorization: `Bearer ${key}`, "accept-language": language },
      });
      const address = `/api/v1/products?source=${encodeURIComponent(name)}`;
      const send = (data: string) =>
        machine.post(address, {
          data,
          headers: { "content-type": "application/x-ndjson", "idempotency-key": name.replaceAll(" ", "-") },
        });
      const rows = '{"product":"E2E-1","name":"Scarf"}\n{"product":"E2E-2","name":"Gloves"}\n';
      const taken = await send(rows);
      expect([taken.status(), await taken.json()]).toEqual([202, expect.objectContaining({ rows: 2 })]);
      const { status } = (await taken.json()) as { status: string };
      expect(await (await send(rows)).json()).toEqual(await taken.json());
      await expect
        .poll(async () => ((await (await machine.get(status)).json()) as { state: string }).state, { timeout: 30_000 })
        .toBe("done");

      await page.goto(pageOf);
      const row = page
        .getByRole("table", { name: words("api.keys.question") })
        .getByRole("row")
        .filter({ hasText: name });
      await expect(row).not.toContainText(words("api.keys.never"));
      await expect(row).toContainText(key.slice(0, 11));
      await expect(page.getByText(key)).toHaveCount(0);
      await row.locator("summary").click();
      await row.getByRole("button", { name: words("api.keys.endOne", { name }) }).click();
      const sure = page.getByRole("dialog");
      await sure.getByRole("button", { name: words("api.keys.endOne", { name }) }).click();
      await expect(row.getByRole("button")).toHaveCount(0);
      const refused = await machine.get(status);
      expect(refused.status()).toBe(401);
      expect(await refused.json()).toMatchObject({ error: { code: "noKey", message: words("api.errors.noKey") } });
      await machine.dispose();
    });
  });
}

test("a body of 12 MB arrives whole: its last row is the one refused", async ({ page, words, playwright, baseURL }) => {
  const key = await makeKey(page, words, `Large ${process.hrtime.bigint() % 1_000_000n}`);
  const machine = await playwright.request.newContext({
    ...(baseURL && { baseURL }),
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  const row = `${JSON.stringify({ product: "E2E-3", name: "x".repeat(900) })}\n`;
  const count = Math.ceil((12 * 1024 ** 2) / row.length);
  const answer = await machine.post("/api/v1/products?source=large", {
    data: `${row.repeat(count)}{"produit":"E2E-4"}\n`,
    headers: { "content-type": "application/x-ndjson" },
  });
  expect([answer.status(), await answer.json()]).toEqual([
    422,
    { error: expect.objectContaining({ code: "missing", row: count + 1 }) },
  ]);
  await machine.dispose();
});

test("the document is there for anyone; what it does not name is not, in JSON", async ({ request }) => {
  const document = await request.get("/api/v1/openapi.json");
  expect([document.status(), ((await document.json()) as { openapi: string }).openapi]).toEqual([200, "3.1.1"]);
  for (const path of ["/api/v1", "/api/v1/purchase", "/api/v1/imports/x"]) {
    const { error } = (await (await request.get(path)).json()) as { error: { code: string } };
    expect([path, error.code]).toEqual([path, "noRoute"]);
  }
  const wrong = await request.delete("/api/v1/purchases");
  expect([wrong.status(), wrong.headers().allow]).toEqual([405, "POST"]);
});

async function makeKey(page: Page, words: Words, name: string): Promise<string> {
  await page.goto(pageOf);
  const form = page.getByRole("form", { name: words("api.keys.newQuestion") });
  await form.getByLabel(words("api.keys.name"), { exact: true }).fill(name);
  await form.getByRole("button", { name: words("api.keys.make") }).click();
  await expect(form.getByText(words("api.keys.makeDone", { name }))).toBeVisible();
  const key = await form.getByText(/^tk_[0-9a-f]{8}_\S{32}$/).textContent();
  return key ?? "";
}
