import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { deriveVisitsJob } from "../customers/jobs";
import { at, type TestShop, testShop } from "../ingest/testing";
import { queues } from "../jobs/queues";
import type { Handlers } from "../jobs/run";
import { runChain } from "../jobs/run-chain";
import { inWorkspace, type Scope } from "../scope";
import { noReferenceData, referenceNumbers, referenceTable } from "../stats/reference-tables";
import { refitModelJob, refreshPortraitsJob } from "./jobs";
import { modelPage } from "./model-page";
import { lastTracking } from "./model-readings";
import { keptModels } from "./rhythm-in-force";
import { modelOutput } from "./schema";

let database: TestDatabase;
let shop: TestShop;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "cdnow", { currency: "USD", tz: "UTC" });
});
afterAll(() => database.drop());

const idle = Object.fromEntries(queues.map((queue) => [queue, async () => {}])) as unknown as Handlers;
const handlers: Handlers = {
  ...idle,
  "derive-visits": deriveVisitsJob,
  "refit-model": refitModelJob,
  "refresh-portraits": refreshPortraitsJob,
};
const within = <T>(work: (scope: Scope) => Promise<T>) => {
  const actor = { kind: "command", name: "test" } as const;
  return inWorkspace(database.app.db, { workspaceId: shop.workspaceId, actor, now: at }, work);
};

/** The whole cohort, so that everybody is new: nobody is left out for having perhaps bought before. */
describe.skipIf(noReferenceData)("CDNOW through the product: import, visits, model, promises", () => {
  it("39 weeks held out: 1,664 promised by the weeks, 1,653 person by person, 1,882 came, week by week as published", async () => {
    const column = referenceTable("cdnow/cdnow_sample.csv");
    const [customer, date, items, dollars] = ["sample_id", "date", "number_of_cds", "dollar_value"].map(column);
    const lines = (customer ?? []).map((id, i) => `R${i},${date?.[i]},web,${id},cd,${items?.[i]},${dollars?.[i]}`);
    await database.owner.sql`
      update workspace set pinned_day = '1998-06-30', settings = '{"truncatedDays": 0}' where id = ${shop.workspaceId}`;
    await shop.import({ "cdnow.csv": ["receipt,at,store,customer,product,quantity,amount", ...lines].join("\n") });
    await runChain(shop.workshop, shop.workspaceId, handlers);
    await within(async (scope) => {
      const tracking = await lastTracking(scope);
      if (tracking?.parts.kind !== "read") throw new Error("nothing was read");
      const { splitOn, people, weeks, holdOut } = tracking.parts;
      expect([splitOn, people, weeks.length, holdOut.days]).toEqual(["1997-09-30", 2357, 78, 273]);
      expect(holdOut.kept).toBe(1882);
      expect(holdOut.promisedEach).toBeCloseTo(1653.39, 0);
      expect(holdOut.promised).toBeCloseTo(4165.63 - 2501.519, 0);
      const golden = referenceTable("cdnow/golden_sample_weekly_tracking.csv");
      const numbers = referenceNumbers("cdnow/golden_sample_weekly_tracking.csv");
      expect(golden("bgnbd")).toHaveLength(78);
      for (const [i, promised] of numbers("bgnbd").entries()) {
        expect(Math.abs((weeks[i]?.promised ?? 0) - promised)).toBeLessThan(0.05);
      }
      expect(weeks.map((week) => week.kept)).toEqual(numbers("actual"));
      const split = (await keptModels(scope)).find(({ fittedOn }) => fittedOn === "1997-09-30");
      const fitted = split?.rhythm.groups.store.parameters;
      expect(fitted?.r).toBeCloseTo(0.2426, 3);
      expect((fitted?.alpha ?? 0) / 7).toBeCloseTo(4.4136, 2);
      expect(fitted?.a).toBeCloseTo(0.7929, 2);
      expect(fitted?.b).toBeCloseTo(2.4259, 1);
    });
  });

  it("the page's figures: the model in force, its history, and how the promises of the last 28 days were kept", async () => {
    await within(async (scope) => {
      const page = await modelPage(scope);
      expect(modelOutput.parse(page)).toEqual(page);
      expect(page.model).toMatchObject({ validFrom: "1998-06-30", reason: "first" });
      expect(page.history).toHaveLength(1);
      expect(page.published?.promisedEach).toBe(1653.39);
      if (page.calibration?.kind !== "read") throw new Error("nothing was read");
      expect(page.calibration.bins).toHaveLength(10);
      const { from, to } = page.calibration;
      const [row] = await scope.db.execute<{ n: number; kept: number }>(sql`
        select (count(distinct customer_id) filter (where day <= ${from}::date))::int as n,
          (count(distinct customer_id) filter (where occasion and day > ${from}::date and day <= ${to}::date))::int as kept
        from visit`);
      expect([page.calibration.n, page.calibration.kept]).toEqual([row?.n, row?.kept]);
      expect(page.unfitSince === null).toBe(page.calibration.fits);
    });
  });
});
