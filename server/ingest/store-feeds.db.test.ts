import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { seededRandom } from "../stats/random";
import { type TestShop, testShop } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const head = "receipt,at,store,customer,product,quantity,amount\n";
const dayOf = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);

/** `lines(day)` lines a day of a store from one day to another. */
function feed(store: string, from: number, to: number, lines: (day: number) => number, till = "t"): string {
  let text = "";
  for (let day = from; day <= to; day++)
    for (let i = 0; i < lines(day); i++) text += `${till}${store}-${day}-${i},${dayOf(day)},${store},C${i},P1,1,10\n`;
  return text;
}

async function storeOf(shop: TestShop, store: string) {
  const [row] = await database.owner.sql`
    select complete_through::text as through from store where workspace_id = ${shop.workspaceId} and external_id = ${store}`;
  return row?.through;
}

async function daysOf(shop: TestShop): Promise<string[]> {
  const rows = await database.owner.sql`
    select s.external_id || ' ' || d.day || ' ' || d.status || ' ' || coalesce(d.reason, '') || ' ' || d.lines || ' ' || coalesce(d.expected::text, '') as row
    from store_day d join store s on s.workspace_id = d.workspace_id and s.id = d.store_id
    where d.workspace_id = ${shop.workspaceId} order by s.external_id, d.day`;
  return rows.map((each) => String(each.row));
}

const stretch = (days: string[], store: string, from: number, to: number) =>
  days
    .filter((row) => row.startsWith(`${store} `) && row.slice(2, 12) >= dayOf(from) && row.slice(2, 12) <= dayOf(to))
    .map((row) => row.split(" ").slice(2, 4).join(" ").trim());

describe("what a store's days wait for", () => {
  it("a source of its own stores, and one that brings few of a store's lines, hold up nobody else", async () => {
    const shop = await testShop(database, "feeds");
    const main = head + feed("A", 0, 69, () => 12) + feed("B", 0, 69, () => 12);
    await shop.import({ "a.csv": main }, { completeThrough: dayOf(69) });
    const small = head + feed("C", 60, 62, () => 2, "w") + feed("A", 60, 62, () => 1, "w");
    await shop.import({ "b.csv": small }, { source: "market", mapping: { referencesOf: "tills" } });
    expect([await storeOf(shop, "A"), await storeOf(shop, "B"), await storeOf(shop, "C")]).toEqual(
      [69, 69, 61].map(dayOf),
    );
    const share = head + feed("B", 60, 66, () => 12, "v");
    await shop.import({ "c.csv": share }, { source: "web", mapping: { referencesOf: "tills" } });
    expect([await storeOf(shop, "A"), await storeOf(shop, "B")]).toEqual([69, 65].map(dayOf));
    const days = await daysOf(shop);
    expect(stretch(days, "B", 65, 66)).toEqual(["open", "unknown"]);
    expect(stretch(days, "A", 69, 69)).toEqual(["open"]);
  });

  it("silent: missing from the 15th day without lines on, however long; afterwards the days before it are the yardstick", async () => {
    const shop = await testShop(database, "silent");
    const lines = (day: number) => (day % 7 === 6 || (day > 70 && day < 140) ? 0 : 12);
    const text = head + feed("A", 0, 150, lines) + feed("B", 0, 150, () => 1);
    await shop.import({ "a.csv": text }, { completeThrough: dayOf(150) });
    const days = await daysOf(shop);
    expect(stretch(days, "A", 71, 86)).toEqual([
      ...["missing", "missing", "missing", "missing", "missing", "closed habit", "missing"],
      ...["missing", "missing", "missing", "missing", "missing", "closed habit", "missing"],
      ...["missing silent", "missing silent"],
    ]);
    expect(new Set(stretch(days, "A", 85, 139))).toEqual(new Set(["missing silent"]));
    expect(days.find((row) => row.startsWith(`A ${dayOf(141)}`))).toBe(`A ${dayOf(141)} open  12 9`);
  });

  it("hours: closed on the weekday and on the day that they say; where they say open, a habit counts for nothing", async () => {
    const shop = await testShop(database, "hours");
    const text = head + feed("A", 0, 83, (day) => (day === 63 || day === 66 || day % 7 === 1 ? 0 : 12));
    await shop.import({ "a.csv": text }, { completeThrough: dayOf(83) });
    expect(stretch(await daysOf(shop), "A", 63, 66)).toEqual(["missing", "closed habit", "open", "missing"]);
    const week = Object.fromEntries(["1", "2", "3", "5", "6", "7"].map((day) => [day, ["10:00-19:00"]]));
    await database.owner.sql`
      update store set hours = ${JSON.stringify({ ...week, [dayOf(63)]: [] })}::text::jsonb where workspace_id = ${shop.workspaceId}`;
    await shop.import({ "b.csv": head + feed("A", 0, 0, () => 12, "late") }, { completeThrough: dayOf(84) });
    const days = await daysOf(shop);
    expect(stretch(days, "A", 63, 66)).toEqual(["closed hours", "open few", "open", "closed hours"]);
    expect(stretch(days, "A", 84, 84)).toEqual(["missing"]);
  });

  it("a small store asks for fewer lines; one with a successor closes with its last lines", async () => {
    const shop = await testShop(database, "small");
    await database.owner.sql`update workspace set settings = '{"minExpectedLines": 3}' where id = ${shop.workspaceId}`;
    const stores = "store,name,successor\nA,Old,B\nB,New,\n";
    const text = head + feed("A", 0, 40, () => 4) + feed("B", 41, 83, (day) => (day === 70 ? 0 : 4));
    await shop.import({ "stores.csv": stores, "a.csv": text }, { completeThrough: dayOf(83) });
    const days = await daysOf(shop);
    expect(stretch(days, "A", 40, 42)).toEqual(["open", "closed life", "closed life"]);
    expect(stretch(days, "B", 70, 70)).toEqual(["missing"]);
  });
});

describe("days of a clock", () => {
  it("over a change of clocks each day has its lines; a corrected zone moves them, and the days are judged again", async () => {
    const shop = await testShop(database, "clocks");
    const nights = feed("A", 0, 120, () => 12).replaceAll(/,(2024-\d\d-\d\d),/g, ",$1 00:30,");
    await shop.import({ "a.csv": head + nights }, { completeThrough: dayOf(120) });
    expect(new Set(stretch(await daysOf(shop), "A", 0, 120))).toEqual(new Set(["open"]));
    expect((await daysOf(shop)).length).toBe(121);
    await shop.import({ "s.csv": "store,zone\nA,America/New_York\n" }, { kind: "stores" });
    const days = await daysOf(shop);
    expect(stretch(days, "A", -1, 119)).toEqual(new Array(121).fill("open"));
    expect(stretch(days, "A", 120, 120)).toEqual(["missing"]);
  });

  it("a store that closes: missing at first; once its last day is known, closed from then on", async () => {
    const shop = await testShop(database, "closing");
    const text = head + feed("A", 0, 60, () => 12) + feed("B", 0, 100, () => 12);
    await shop.import({ "a.csv": text }, { completeThrough: dayOf(100) });
    expect(new Set(stretch(await daysOf(shop), "A", 61, 100))).toEqual(new Set(["missing", "missing silent"]));
    await shop.import({ "s.csv": `store,closed_on\nA,${dayOf(60)}\n` }, { kind: "stores" });
    expect(new Set(stretch(await daysOf(shop), "A", 61, 100))).toEqual(new Set(["closed life"]));
  });
});

describe("days judged piece by piece, in any order, are those judged at once", () => {
  it.each([1, 2, 3, 4, 5, 6])("seed %i", async (seed) => {
    const random = seededRandom(seed);
    const silence = 20 + Math.floor(120 * random());
    const quiet = silence + Math.floor(60 * random());
    const lines = (day: number) => (day % 7 === 6 || (day > silence && day < quiet) || random() < 0.05 ? 0 : 11);
    const rows = [...feed("A", 0, 220, lines).split("\n"), ...feed("B", 90, 220, () => 1).split("\n")].filter(Boolean);
    const whole = await testShop(database, `whole-${seed}`);
    await whole.import({ "a.csv": head + rows.join("\n") }, { completeThrough: dayOf(220) });
    const parts = await testShop(database, `parts-${seed}`);
    const cuts = [...Array.from({ length: 4 }, () => Math.floor(rows.length * random())), 0, rows.length].sort(
      (a, b) => a - b,
    );
    const pieces = cuts.slice(1).map((end, i) => rows.slice(cuts[i], end));
    for (const [i, piece] of pieces
      .map((piece) => ({ piece, at: random() }))
      .sort((a, b) => a.at - b.at)
      .entries())
      if (piece.piece.length > 0) await parts.import({ [`${i}.csv`]: head + piece.piece.join("\n") });
    await parts.import({ "z.csv": head + rows.slice(-1).join("\n") }, { completeThrough: dayOf(220) });
    expect(await daysOf(parts)).toEqual(await daysOf(whole));
  });
});
