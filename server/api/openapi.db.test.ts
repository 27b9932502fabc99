import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BatchKind } from "@/db/schema";
import { batchKinds } from "../ingest/schema";
import { checkRow } from "./check-row";
import { openApiDocument } from "./openapi";
import { Refusal } from "./refusal";
import { apiRoutes } from "./routes";
import { fieldsFor, withAttributes } from "./row-fields";
import { type Asked, at, json, sampleRow, type TestHouse, type Told, testHouse } from "./testing";

interface Operation {
  responses: Record<string, { content: Record<string, { schema: object }>; headers?: Record<string, unknown> }>;
}

const document = openApiDocument() as { paths: Record<string, Record<string, Operation>>; components: object };
const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false });
const checkOf = (schema: object) => ajv.compile({ ...schema, components: document.components });
const rowCheck = (kind: BatchKind) => checkOf({ $ref: `#/components/schemas/${kind}_row` });

let house: TestHouse;
beforeAll(async () => {
  house = await testHouse();
});
afterAll(() => house.end());

/** Requests that end in each of the statuses that sending rows of a kind may end in. */
function sendings(kind: BatchKind, keys: { other: string; spent: string }): Record<string, Asked[]> {
  const body = JSON.stringify([sampleRow(kind)]);
  const headers = { ...json, "idempotency-key": kind };
  const packed = { ...json, "content-encoding": "gzip" };
  return {
    "202": [{ headers, body }],
    "400": [
      { headers: json, body: "[{" },
      { headers: json, body: new Uint8Array([0x5b, 0xff, 0x5d]) },
    ],
    "401": [{ headers: json, body, key: null }],
    "403": [{ headers: json, body, key: keys.other }],
    "409": [{ headers, body: JSON.stringify([sampleRow(kind), sampleRow(kind)]) }],
    "413": [{ headers: json, body: `[${" ".repeat(5 * 1024 ** 2)}]` }],
    "415": [
      { headers: { "content-type": "text/csv" }, body },
      { headers: packed, body },
    ],
    "422": [
      { headers: json, body: "[{}]" },
      { headers: json, body: "{}" },
      { headers: json, body: "[]" },
    ],
    "429": [
      { headers: json, body, key: keys.spent },
      { headers: json, body, desk: { most: { files: 0, bytes: 1024 ** 3 } } },
      { headers: json, body, desk: { most: { files: 1_000, bytes: 1 } } },
    ],
    "503": [{ headers: json, body, desk: house.onFullDisk() }],
  };
}

/** That an answer is what the document says of its status, body and headers. */
function expectDocumented(path: string, method: string, told: Told): void {
  const response = document.paths[path]?.[method.toLowerCase()]?.responses[String(told.status)];
  expect({ path, status: told.status, documented: response !== undefined }).toMatchObject({ documented: true });
  const check = checkOf(response?.content["application/json"]?.schema ?? {});
  expect({ path, fits: check(told.body), why: check.errors ?? null }).toEqual({ path, fits: true, why: null });
  expect(told.headers.get("content-type")).toContain("application/json");
  for (const header of Object.keys(response?.headers ?? {})) expect(told.headers.get(header)).not.toBeNull();
}

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1, and served as it is without a key", async () => {
    const checked = await new Validator().validate(structuredClone(openApiDocument()));
    expect(checked).toMatchObject({ valid: true });
    const { status, body } = await house.ask("/api/v1/openapi.json", { key: null });
    expect([status, body]).toEqual([200, JSON.parse(JSON.stringify(openApiDocument()))]);
  });

  for (const kind of batchKinds) {
    it(`${kind}: every status of the document is met, every answer is as documented, there are no others`, async () => {
      const isChange = kind === "changes" || kind === "change_customers";
      const other = await house.newKey([isChange ? "data:import" : "changes:record"]);
      const spent = await house.newKey(["data:import", "changes:record"]);
      await house.database.owner.sql`
        insert into rate_window (key, started_at, used)
        select 'key:' || id, ${at.toISOString()}, 600 from api_key where prefix = ${spent.slice(0, 11)}`;
      const met = new Set<string>();
      for (const [status, all] of Object.entries(sendings(kind, { other, spent }))) {
        for (const asked of all) {
          const told = await house.ask(`/api/v1/${kind}?source=tills`, asked);
          expect([kind, told.status, told.body.error]).toEqual([kind, Number(status), told.body.error]);
          expectDocumented(`/api/v1/${kind}`, "POST", told);
          met.add(status);
        }
      }
      expect([...met].sort()).toEqual(Object.keys(document.paths[`/api/v1/${kind}`]?.post?.responses ?? {}).sort());
    });
  }

  it("imports: every status, every answer as documented, while it waits and when it is done", async () => {
    const sent = await house.ask("/api/v1/survey_responses?source=panel", {
      headers: json,
      body: JSON.stringify([sampleRow("survey_responses"), { ...sampleRow("survey_responses"), score: 11 }]),
    });
    const address = String(sent.body.status);
    const changesOnly = await house.newKey(["changes:record"]);
    const gone = { code: "CONNECTION_CLOSED" };
    const away = Object.assign(Object.create(house.database.app.db), {
      transaction: () => Promise.reject(Object.assign(new Error("away"), gone)),
    });
    const asked: [number, string, Asked?][] = [
      [200, address],
      [401, address, { key: null }],
      [403, address, { key: changesOnly }],
      [404, address, { key: house.rivalKey }],
      [503, address, { desk: { db: away } }],
    ];
    const tell = async ([status, where, how]: (typeof asked)[number]) => {
      const told = await house.ask(where, how);
      expect([where, told.status]).toEqual([where, status]);
      expectDocumented("/api/v1/imports/{id}", "GET", told);
      return status;
    };
    const met = new Set<number>();
    for (const one of asked) met.add(await tell(one));
    await house.work();
    await tell([200, address]);
    await house.database.owner.sql`update rate_window set used = 600 where key like 'key:%'`;
    met.add(await tell([429, address]));
    await house.database.owner.sql`delete from rate_window`;
    const documented = Object.keys(document.paths["/api/v1/imports/{id}"]?.get?.responses ?? {}).map(Number);
    expect([...met].sort()).toEqual(documented.sort());
  });

  it("what it does not name is not there (404), or not done (405, with Allow)", async () => {
    const nothing = [
      "",
      "/",
      "/purchase",
      "/purchases/",
      "/purchases/1",
      "/imports",
      "/imports/",
      "/imports/0",
      "/imports/x",
    ];
    for (const end of [
      ...nothing,
      "/imports/1/rejects",
      "/imports/99999999999999999",
      "/keys",
      "/../trpc",
      "/%70urchases",
    ]) {
      for (const method of ["GET", "POST", "DELETE"]) {
        const { status } = await house.ask(`/api/v1${end}`, { method });
        expect([end, method, status]).toEqual([end, method, 404]);
      }
    }
    for (const route of apiRoutes) {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter((one) => one !== route.method)) {
        const { status, headers } = await house.ask(route.path.replace("{id}", "1"), { method });
        expect([route.path, method, status]).toEqual([route.path, method, 405]);
        expect(headers.get("allow")).toContain(route.method);
      }
    }
  });
});

const anything = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ minLength: 195, maxLength: 205 }),
  fc.constantFrom("2024-03-01", "yes", "\u0000", "\ud800", "line\nend", "\u001f", "a".repeat(1001), "b".repeat(20_001)),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.dictionary(fc.string({ maxLength: 3 }), fc.integer(), { maxKeys: 2 }),
  fc.array(fc.integer(), { maxLength: 2 }),
);

describe("the schema of a row", () => {
  for (const kind of batchKinds) {
    it(`${kind}: the document takes what the server takes, 500 random rows`, () => {
      const check = rowCheck(kind);
      const names = [...Object.keys(fieldsFor(kind).values), ...(withAttributes.includes(kind) ? ["attributes"] : [])];
      const more = fc.dictionary(fc.constantFrom(...names, "other"), anything, { maxKeys: 2 });
      const row = fc.tuple(more, fc.boolean()).map(([some, whole]) => ({ ...(whole ? sampleRow(kind) : {}), ...some }));
      fc.assert(
        fc.property(row, (value) => {
          const sent = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
          const refusal = refusalOf(kind, sent);
          // Null and "" are there for a schema, and missing for the server.
          if (refusal === "missing") return;
          expect({ sent, taken: check(sent) }).toEqual({ sent, taken: refusal === null });
        }),
        { numRuns: 500, seed: 20_261_121 },
      );
    });
  }
});

function refusalOf(kind: BatchKind, value: unknown): string | null {
  try {
    checkRow(kind, value, 1);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
