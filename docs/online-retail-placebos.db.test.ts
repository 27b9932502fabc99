import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlaceboProduct, placeboProducts } from "@/bench/placebo-products";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { deriveVisits } from "@/server/customers/derive-visits";
import { at, type TestShop, testShop } from "@/server/ingest/testing";
import { inWorkspace, type Scope } from "@/server/scope";
import { CALIBRATION_DEFAULTS } from "@/server/stats/placebo-calibration";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = path.resolve(root, process.env.TRIPTYCH_DATA ?? "../shared/data");
const file = path.join(folder, "online_retail/online_retail.csv.gz");
const present = existsSync(file);
const mapping: unknown = JSON.parse(readFileSync(path.join(root, "docs/examples/online-retail.json"), "utf8"));

/** Placebo product changes: 20 here; `PLACEBO_PRODUCTS=460` made the table of docs/methods/placebos.md. */
const count = Number(process.env.PLACEBO_PRODUCTS ?? 20);
const DAYS = ["2011-06-01", "2011-07-01", "2011-08-01", "2011-09-01"];
const ALPHA = 0.05;

let database: TestDatabase;
let shop: TestShop;
const within = <T>(work: (scope: Scope) => Promise<T>) =>
  inWorkspace(
    database.app.db,
    { workspaceId: shop.workspaceId, actor: { kind: "command", name: "test" }, now: at },
    work,
  );

beforeAll(async () => {
  if (!present) return;
  database = await testDatabase();
  shop = await testShop(database, "gifts", { currency: "GBP", tz: "Europe/London" });
  await database.owner.sql`update workspace set pinned_day = '2011-12-08' where id = ${shop.workspaceId}`;
  await shop.import({ "online_retail.csv.gz": readFileSync(file) }, { source: "online", mapping });
  await within(deriveVisits);
  await database.owner.sql`analyze visit, purchase_line`;
}, 900_000);
afterAll(() => database?.drop());

const where = present ? file : `skipped: ${file} is not there, TRIPTYCH_DATA names the folder`;
if (!present) process.stdout.write(`Placebo product changes are not tried: ${where}\n`);

describe.skipIf(!present)(`placebo product changes, UCI Online Retail (${where})`, () => {
  it(`${count} products that nothing happened to: calibrated alarms within the promise`, async () => {
    const days = count < 40 ? DAYS.slice(3) : DAYS;
    const found = await within((scope) =>
      placeboProducts(scope, { days, perDay: Math.ceil(count / days.length), follow: 182, buyers: 60, beside: 60 }),
    );
    process.stdout.write(tableOf(found));
    expect(found.length).toBeGreaterThanOrEqual(0.3 * count);
    expect(found.filter(({ k }) => k < CALIBRATION_DEFAULTS.from)).toEqual([]);
    const limit = ALPHA + 1.65 * Math.sqrt((ALPHA * (1 - ALPHA)) / found.length);
    const share = (rang: (one: PlaceboProduct) => boolean) => found.filter(rang).length / found.length;
    for (const direction of ["down", "up"] as const)
      expect(share(({ calibrated }) => calibrated[direction] >= Math.log(1 / ALPHA))).toBeLessThanOrEqual(limit);
  }, 1_800_000);
});

function tableOf(found: readonly PlaceboProduct[]): string {
  const share = (rang: (one: PlaceboProduct) => boolean) => {
    const n = found.filter(rang).length;
    return `${n} of ${found.length} (${((100 * n) / found.length).toFixed(1)}%)`;
  };
  const over = (of: "uncalibrated" | "calibrated", direction: "down" | "up") =>
    share((one) => one[of][direction] >= Math.log(1 / ALPHA));
  return `
Of ${found.length}, ${found.filter(({ k }) => k >= CALIBRATION_DEFAULTS.from).length} rest on ${CALIBRATION_DEFAULTS.from} placebo changes or more.

| alarms | down | up |
|---|---|---|
| exact test, not calibrated | ${share(({ exact }) => exact.down)} | ${share(({ exact }) => exact.up)} |
| no placebos yet (m = 0, tau = 0.05) | ${over("uncalibrated", "down")} | ${over("uncalibrated", "up")} |
| calibrated by its own placebo changes | ${over("calibrated", "down")} | ${over("calibrated", "up")} |
`;
}
