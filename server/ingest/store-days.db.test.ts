import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { type TestShop, testShop } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const head = "receipt,at,store,customer,product,quantity,amount\n";
const dayOf = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);

/** Twelve weeks from Monday 1 January 2024: `lines(day, weekday)` lines a day, 0 Monday to 6 Sunday. */
function feed(store: string, lines: (day: number, weekday: number) => number, days = 84): string {
  let text = "";
  for (let day = 0; day < days; day++) {
    for (let i = 0; i < lines(day, day % 7); i++) text += `${store}-${day}-${i},${dayOf(day)},${store},C${i},P1,1,10\n`;
  }
  return text;
}

async function statusOf(shop: TestShop, store: string, day: number): Promise<string | undefined> {
  const [row] = await database.owner.sql`
    select d.status from store_day d join store s on s.workspace_id = d.workspace_id and s.id = d.store_id
    where d.workspace_id = ${shop.workspaceId} and s.external_id = ${store} and d.day = ${dayOf(day)}`;
  return row?.status;
}

describe("store days (D9)", () => {
  it("open where lines came; closed on Sundays from the first week on; missing where 12 were expected and none came", async () => {
    const shop = await testShop(database, "store-days");
    const lines = (day: number, weekday: number) => (weekday === 6 || day === 70 ? 0 : 12);
    await shop.import({ "a.csv": head + feed("A", lines) }, { completeThrough: dayOf(83) });
    expect(await statusOf(shop, "A", 0)).toBe("open");
    expect(await statusOf(shop, "A", 6)).toBe("closed");
    expect(await statusOf(shop, "A", 69)).toBe("closed");
    expect(await statusOf(shop, "A", 70)).toBe("missing");
  });

  it("few expected, none came: no news, open; after what is complete: unknown", async () => {
    const shop = await testShop(database, "few");
    const small = feed("B", (day, weekday) => (weekday === 6 || day === 70 ? 0 : 4));
    await shop.import({ "a.csv": head + small }, { completeThrough: dayOf(80) });
    expect(await statusOf(shop, "B", 70)).toBe("open");
    expect(await statusOf(shop, "B", 80)).toBe("open");
    expect(await statusOf(shop, "B", 81)).toBe("unknown");
  });

  it("by default the last day is not complete; rows that come late open a missing day", async () => {
    const shop = await testShop(database, "late");
    await shop.import({ "a.csv": head + feed("C", (day, weekday) => (weekday === 6 || day === 72 ? 0 : 12), 82) });
    expect(await statusOf(shop, "C", 72)).toBe("missing");
    expect(await statusOf(shop, "C", 80)).toBe("open");
    expect(await statusOf(shop, "C", 81)).toBe("unknown");
    await shop.import({ "b.csv": head + feed("C", (day) => (day === 72 ? 3 : 0), 82) });
    expect(await statusOf(shop, "C", 72)).toBe("open");
  });

  it("a store's days outside its life are closed", async () => {
    const shop = await testShop(database, "life");
    const lines = feed("D", (day, weekday) => (weekday === 6 || day > 60 ? 0 : 12));
    const stores = `store,name,closed_on\nD,Closed,${dayOf(60)}\n`;
    await shop.import({ "stores.csv": stores, "a.csv": head + lines }, { completeThrough: dayOf(83) });
    expect(await statusOf(shop, "D", 60)).toBe("open");
    expect(await statusOf(shop, "D", 64)).toBe("closed");
  });
});
