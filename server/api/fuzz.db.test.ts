import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importers } from "../ingest/importers";
import { batchKinds, fieldsOf } from "../ingest/schema";
import { json, lines, ndjson, purchase, sampleRow, type TestHouse, type Told, testHouse } from "./testing";

let house: TestHouse;
let foreign: { import: unknown; file: unknown };
beforeAll(async () => {
  house = await testHouse();
  const sent = await house.ask("/api/v1/purchases?source=secret-of-the-rival", {
    ...{ key: house.rivalKey, headers: ndjson, body: lines([purchase(1, { channel: "foreign-channel" })]) },
  });
  foreign = { import: sent.body.import, file: sent.body.file };
});
afterAll(() => house.end());

const runs = { numRuns: 250, seed: 20_261_122 };
const minute = 60_000;
let asked = 0;

/** Each request in a minute of its own, so that none is refused for there being many. */
function ask(address: string, how: Parameters<TestHouse["ask"]>[1]): Promise<Told> {
  asked++;
  return house.ask(address, { ...how, now: new Date(Date.UTC(2026, 10, 21, 9) + asked * minute) });
}

/** A refusal is a 4xx with one sentence of ours: no stack, no other workspace's words, nothing left to fill in. */
function expectRefusal({ status, body }: Told, about: unknown): void {
  const { message = "", code = "" } = body.error ?? {};
  expect({ about, status, body }).toEqual({ about, status: expect.toSatisfy(isRefusal), body });
  expect({ about, code, message }).toEqual({
    about,
    code: expect.stringMatching(/^\w+$/),
    message: expect.any(String),
  });
  expect({ about, message }).toEqual({ about, message: expect.stringMatching(/^[^\n]{10,}[.…]$/) });
  const all = JSON.stringify(body);
  for (const word of ["node_modules", "    at ", "server/", "select ", "secret-of-the-rival", "foreign-channel"]) {
    expect({ about, has: all.includes(word) && word }).toEqual({ about, has: false });
  }
}
const isRefusal = (status: number) => status >= 400 && status < 500;

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    "2024-03-01",
    "LYD",
    "89.00",
    "\u0000",
    "\ud83d",
    "=1+1",
    "1e999",
    "__proto__",
    "'; drop table source --",
  ),
  fc.double(),
);
const field = fc.constantFrom(
  ...new Set(batchKinds.flatMap((kind) => [...fieldsOf[kind]])),
  "attributes",
  "id",
  "__proto__",
);
const row = fc.oneof(
  fc.dictionary(field, value, { maxKeys: 5 }),
  fc
    .dictionary(fc.constantFrom(...fieldsOf.purchases), value, { maxKeys: 3 })
    .map((odd) => ({ ...purchase(7), ...odd })),
  value,
);
const rowsText = fc.array(row, { maxLength: 3 }).map((rows) => JSON.stringify(rows));
const body = fc.oneof(
  rowsText,
  rowsText.map((text) => text.slice(0, -1)),
  fc.array(row, { maxLength: 3 }).map(lines),
  fc
    .record({ source: value, rows: fc.oneof(fc.array(row, { maxLength: 2 }), value) })
    .map((frame) => JSON.stringify(frame)),
  fc.constantFrom("", "null", "[", "[[[[", `${"[".repeat(50_000)}`, '{"rows":[{}]', "\ufeff[]", "{}\n{}", '"a"', "NaN"),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
);
const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Record<string, string>>(json, ndjson) },
  fc.constantFrom<Record<string, string>>(
    {},
    { "content-type": "text/csv" },
    { "content-type": "application/json; charset=latin1" },
    { ...json, "content-encoding": "br" },
    { ...json, "content-length": "99999999999" },
    { ...json, "idempotency-key": " " },
    { ...json, "idempotency-key": "k".repeat(300) },
    { ...ndjson, "accept-language": "fr, *;q=0.5, \u00e9" },
  ),
);
const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant("?source=tills") },
  fc.constantFrom(
    "",
    "?source=",
    "?source=a&source=b",
    "?complete_through=2024-02-30&source=a",
    "?x=1",
    `?source=${"s".repeat(101)}`,
  ),
  fc.string({ maxLength: 20 }).map((text) => `?source=${encodeURIComponent(text)}`),
);

/** A request in its kind's own words, at most one of them odd. */
const likely = fc.constantFrom(...batchKinds).chain((kind) =>
  fc
    .tuple(fc.dictionary(fc.constantFrom(...fieldsOf[kind]), value, { maxKeys: 1 }), fc.boolean())
    .map(([odd, isLines]) => {
      const rows = [sampleRow(kind), { ...sampleRow(kind), ...odd }];
      return {
        kind,
        asking: "?source=tills",
        how: isLines ? ndjson : json,
        text: isLines ? lines(rows) : JSON.stringify(rows),
      };
    }),
);
const odd = fc.record({ kind: fc.constantFrom(...batchKinds), asking: query, how: headers, text: body });

describe("whatever is sent", () => {
  it("rows: 202 for what is shaped right, else 4xx with one sentence; never 5xx", async () => {
    const known = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.oneof(likely, odd), async ({ kind, asking, how, text }) => {
        const told = await ask(`/api/v1/${kind}${asking}`, { headers: how, body: text });
        known.add(told.status);
        if (told.status !== 202) expectRefusal(told, { kind, asking, how, text });
      }),
      runs,
    );
    expect([...known].sort()).toEqual(expect.arrayContaining([202, 400, 415, 422]));
  }, 60_000);

  it("addresses, methods and keys of all sorts: 4xx with one sentence", async () => {
    const ends = fc.oneof(
      fc.constantFrom(
        ...batchKinds,
        "imports/1",
        "openapi.json",
        "imports/0",
        "imports/-1",
        "imports/1e3",
        "imports/%00",
      ),
      fc.constant(`imports/${foreign.import}`),
      fc.webPath({ size: "small" }).map((text) => text.slice(1)),
    );
    const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    const key = fc.oneof(
      fc.constantFrom(null, "", "x", "tk_00000000_", house.key.toUpperCase(), `${house.key}x`, house.key),
      fc.string({ maxLength: 20 }).map((text) => encodeURIComponent(text)),
    );
    await fc.assert(
      fc.asyncProperty(ends, method, key, async (end, how, sent) => {
        const told = await ask(`/api/v1/${end}`, { method: how, key: sent });
        if (told.status !== 200) expectRefusal(told, { end, how, sent });
        else expect(end).toBe("openapi.json");
      }),
      runs,
    );
  }, 60_000);

  it("too large by the header, by the byte, by the row, by their number: 413", async () => {
    const big = async (type: Record<string, string>, text: string) => {
      const told = await ask("/api/v1/purchases?source=tills", { headers: type, body: text });
      expectRefusal(told, text.length);
      return [told.status, told.body.error?.code];
    };
    expect(await big({ ...json, "content-length": "6000000" }, "[]")).toEqual([413, "tooLarge"]);
    expect(await big(ndjson, `{"receipt":"${"x".repeat(1024 ** 2)}"}`)).toEqual([413, "rowTooLong"]);
    expect(await big(ndjson, "\n".repeat(32 * 1024 ** 2 + 1))).toEqual([413, "tooLarge"]);
    const rows = JSON.stringify({ change: "1", customer: 1 });
    const many = await ask("/api/v1/change_customers?source=tills", {
      headers: ndjson,
      body: `${rows}\n`.repeat(50_001),
    });
    expect([many.status, many.body.error?.code]).toEqual([413, "tooManyRows"]);
  });

  it("what was taken is imported or refused in words, and no file is left", async () => {
    await house.work();
    const failed = await house.database.owner.sql`
      select kind, error->>'code' as code from import_batch
      where workspace_id = ${house.shop.workspaceId} and state <> 'done' and kind = any(${Object.keys(importers)})`;
    expect(failed.filter(({ code }) => code === null || code === "ingest.internal")).toEqual([]);
    expect(house.spooled()).toBe(1);
  }, 60_000);
});
