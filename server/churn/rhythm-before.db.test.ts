import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { rhythmBefore } from "./rhythm-as-of";
import { keptModels } from "./rhythm-in-force";

let database: TestDatabase;
let retailer: TestRetailer;

beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 5, customers: 2000, days: 700, stores: 6 });
  await retailer.derive();
});
afterAll(() => database.drop());

const fittedBefore = (day: number) =>
  retailer.inScope(async (scope) => (await rhythmBefore(scope, plus(FIRST_DAY, day))).fittedOn);
const fits = () => retailer.inScope(async (scope) => (await keptModels(scope)).length);

it("days of the same four weeks share one fit, made on no later day", async () => {
  const days = Array.from({ length: 12 }, (_, i) => 500 + 7 * i);
  const found: string[] = [];
  for (const day of [...days].reverse()) found.unshift(await fittedBefore(day));
  found.forEach((fittedOn, i) => {
    expect(fittedOn <= plus(FIRST_DAY, days[i] ?? 0)).toBe(true);
    expect(fittedOn > plus(FIRST_DAY, (days[i] ?? 0) - 28)).toBe(true);
  });
  expect(new Set(found).size).toBe(await fits());
  expect(await fits()).toBeLessThanOrEqual(4);
});

it("where too little had come in at the beginning of the stretch it is fitted as of the day, and not twice", async () => {
  const before = await fits();
  expect(await fittedBefore(102)).toBe(plus(FIRST_DAY, 102));
  expect(await fits()).toBe(before + 2);
  expect(await fittedBefore(102)).toBe(plus(FIRST_DAY, 102));
  expect(await fits()).toBe(before + 2);
});
