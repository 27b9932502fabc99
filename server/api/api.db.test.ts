import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checksums } from "../ingest/testing";
import { inWorkspace, type Scope } from "../scope";
import { makeKey } from "./make-key";
import { listKeys } from "./queries";
import { at, json, lines, ndjson, purchase, type TestHouse, testHouse } from "./testing";

let house: TestHouse;
beforeAll(async () => {
  house = await testHouse();
});
afterAll(() => house.end());

const purchases = (source: string, more = "") => `/api/v1/purchases?source=${source}${more}`;
const send = (source: string, rows: readonly unknown[], more: Parameters<TestHouse["ask"]>[1] = {}) =>
  house.ask(purchases(source), { body: lines(rows), ...more, headers: { ...ndjson, ...more.headers } });
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

async function count(source: string): Promise<number> {
  const [row] = await house.database.owner.sql<{ n: number }[]>`
    select count(*)::int as n from purchase_line l join source s on s.workspace_id = l.workspace_id and s.id = l.source_id
    where s.name = ${source} and s.workspace_id = ${house.shop.workspaceId}`;
  return row?.n ?? 0;
}

describe("rows of a request", () => {
  it("NDJSON: taken, imported like an upload, told by the import; the file is gone", async () => {
    const taken = await send("ndjson", [purchase(1), purchase(2, { amount: 12.5, channel: "moon" })]);
    expect(taken).toMatchObject({
      status: 202,
      body: { rows: 2, status: expect.stringMatching(/^\/api\/v1\/imports\/\d+$/) },
    });
    const address = String(taken.body.status);
    expect((await house.ask(address)).body).toMatchObject({ state: "queued", source: "ndjson", kind: "purchases" });
    await house.work();
    const { body } = await house.ask(address, { headers: { "accept-language": "fr" } });
    expect(body).toMatchObject({
      state: "done",
      report: { rows: 2, kept: 1, refused: 1, inserted: 1 },
      rejects: [
        { row: 2, field: "channel", value: "moon", file: taken.body.file, message: expect.stringContaining("moon") },
      ],
    });
    expect([await count("ndjson"), house.spooled()]).toEqual([1, 0]);
  });
  it("the same rows as CSV, NDJSON, an array and {rows}: the same tables, whatever the text in them", async () => {
    const rows = [
      purchase(1, { product_name: 'A "fine", long name; \u2028 é 𝄞', category: "Women / Knitwear", quantity: 2 }),
      purchase(2, { customer: null, store_name: "  Lyon  ", channel: "" }),
      purchase(3, { customer: undefined, quantity: 1, amount: 0.1 }),
    ];
    const csv = `receipt,line,at,store,store_name,customer,product,product_name,category,quantity,amount
T-1,T-1-1,2024-03-01 10:24:00,LYD,,C1,P0042,"A ""fine"", long name; \u2028 é 𝄞",Women / Knitwear,2,89.00
T-2,T-2-1,2024-03-01 10:24:00,LYD,Lyon,,P0042,,,1,89.00
T-3,T-3-1,2024-03-01 10:24:00,LYD,,,P0042,,,1,0.1
`;
    await house.shop.import({ "same.csv": csv }, { source: "same" });
    const asFile = await checksums(house.database.ownerUrl, house.shop.workspaceId);
    await house.ask(purchases("same"), { headers: json, body: JSON.stringify(rows) });
    await house.work();
    const first = await checksums(house.database.ownerUrl, house.shop.workspaceId);
    await send("same", rows);
    await house.ask("/api/v1/purchases", { headers: json, body: JSON.stringify({ source: "same", rows }) });
    await house.work();
    expect(await checksums(house.database.ownerUrl, house.shop.workspaceId)).toEqual(first);
    expect([first, await count("same")]).toEqual([asFile, 3]);
  });
  it("customers with attributes, an empty day, rows that name no id", async () => {
    const told = [
      { customer: "C1", home_area: 69, attributes: { loyalty: "gold", "points, now": 12 } },
      { customer: "C2", attributes: { "points, now": null, opted: true } },
    ];
    const taken = await house.ask("/api/v1/customers?source=crm", { headers: json, body: JSON.stringify(told) });
    const none = await house.ask(purchases("crm", "&complete_through=2024-03-02"), { headers: ndjson, body: "\n" });
    expect([taken.status, none.status, none.body.rows]).toEqual([202, 202, 0]);
    await house.work();
    const [row] = await house.database.owner.sql`
      select attributes from customer where workspace_id = ${house.shop.workspaceId} and reference = 'C1'
        and attributes ? 'loyalty'`;
    expect(row?.attributes).toMatchObject({ loyalty: "gold", "points, now": "12" });
    expect((await house.ask(String(none.body.status))).body).toMatchObject({
      state: "done",
      complete_through: "2024-03-02",
    });
  });
});

describe("bursts", () => {
  it("what waits for one source and kind is one import; other columns, kinds and sources are not", async () => {
    const [one, two] = [await send("burst", [purchase(1)]), await send("burst", [purchase(2)])];
    const other = await send("burst", [purchase(3, { unit_price: 3 })]);
    expect([two.body.import === one.body.import, other.body.import === one.body.import]).toEqual([true, false]);
    const [elsewhere, noLine] = [
      await send("burst 2", [purchase(1)]),
      await send("burst", [purchase(4, { line: null })]),
    ];
    expect(new Set([one, other, elsewhere, noLine].map(({ body }) => body.import)).size).toBe(4);
    await house.work();
    expect(await count("burst")).toBe(4);
  });
  it("a line that comes again in a burst: the last one holds", async () => {
    await send("again", [purchase(1, { amount: "1.00" })]);
    await send("again", [purchase(1, { amount: "2.00" })]);
    await house.work();
    const rows = await house.database.owner.sql`
      select amount_minor::int as n from purchase_line l join source s on s.workspace_id = l.workspace_id and s.id = l.source_id
      where s.name = 'again'`;
    expect(rows.map(({ n }) => n)).toEqual([200]);
  });
  it("160 requests while two workers import: nothing lost, nothing doubled, no file left", async () => {
    let sending = true;
    const worker = async () => {
      while (sending) await house.work();
    };
    const workers = [worker(), worker()];
    const sender = async (which: number) => {
      for (let n = 0; n < 40; n++) {
        const rows = [purchase(which * 1000 + n), purchase(which * 1000 + n + 500)];
        expect((await send("crowd", rows, { address: `192.0.2.${which}` })).status).toBe(202);
      }
    };
    await Promise.all([0, 1, 2, 3].map(sender)).finally(() => {
      sending = false;
    });
    await Promise.all(workers);
    await house.work();
    const [imports] = await house.database.owner.sql`
      select count(*)::int as n, sum((report->>'inserted')::int)::int as rows,
        bool_and(state = 'done') as done from import_batch b
      join source s on s.workspace_id = b.workspace_id and s.id = b.source_id where s.name = 'crowd'`;
    expect([await count("crowd"), imports?.rows, imports?.done, house.spooled()]).toEqual([320, 320, true, 0]);
    expect(imports?.n).toBeLessThan(160);
  }, 60_000);
});

describe("Idempotency-Key", () => {
  const once = (token: string, rows: readonly unknown[], now = at) =>
    send("once", rows, { headers: { "idempotency-key": token }, now });

  it("the same request again, at once and ten times together: one answer, one file", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => once("a", [purchase(1)])));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect([answers[0]?.status, house.spooled()]).toEqual([202, 1]);
    await house.work();
    expect((await once("a", [purchase(1)])).body).toEqual(answers[0]?.body);
    expect([await count("once"), house.spooled()]).toEqual([1, 0]);
  });
  it("another body under it is refused; after 24 hours it is free again", async () => {
    expect((await once("a", [purchase(2)])).body.error?.code).toBe("repeatedOtherwise");
    expect((await once("a", [purchase(2)], later(86_401))).status).toBe(202);
  });
});

describe("keys", () => {
  it("no key, a wrong one, a revoked one: 401, and which it was is not told", async () => {
    const revoked = await house.newKey(["data:import"]);
    await house.database.owner.sql`update api_key set revoked_at = now() where prefix = ${revoked.slice(0, 11)}`;
    const bad = [null, "tk_1", `${house.key.slice(0, -1)}${house.key.endsWith("A") ? "B" : "A"}`, revoked];
    const answers = await Promise.all(bad.map((key) => send("tills", [purchase(1)], { key })));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]?.headers.get("www-authenticate")).toContain("Bearer");
  });
  it("scopes: rows need data:import, changes need changes:record", async () => {
    const [data, changes] = [await house.newKey(["data:import"]), await house.newKey(["changes:record"])];
    const change = { headers: json, body: JSON.stringify([{ change: "X", customer: "C1" }]) };
    const list = "/api/v1/change_customers?source=tills";
    expect((await send("tills", [purchase(1)], { key: changes })).body.error?.code).toBe("scope");
    expect((await house.ask(list, { ...change, key: data })).status).toBe(403);
    const taken = await house.ask(list, { ...change, key: changes });
    expect(taken.status).toBe(202);
    expect((await house.ask(String(taken.body.status), { key: data })).status).toBe(403);
  });
  it("another workspace's import is not found", async () => {
    const { body } = await send("tills", [purchase(1)]);
    const [foreign, none] = [String(body.status), "/api/v1/imports/999999999"];
    const answers = await Promise.all([foreign, none].map((one) => house.ask(one, { key: house.rivalKey })));
    expect(answers.map(({ status, body: told }) => [status, told.error?.code])).toEqual([
      [404, "import_batch"],
      [404, "import_batch"],
    ]);
    await house.work();
  });
  it("last use is written down once a minute at most; the audit names the key", async () => {
    const key = await house.newKey(["data:import"]);
    const used = async () => {
      const [row] = await house.database.owner.sql`select last_used_at from api_key where prefix = ${key.slice(0, 11)}`;
      return new Date(row?.last_used_at).toISOString();
    };
    await house.ask("/api/v1/imports/1", { key, now: later(0) });
    await house.ask("/api/v1/imports/1", { key, now: later(59) });
    expect(await used()).toBe(later(0).toISOString());
    await house.ask("/api/v1/imports/1", { key, now: later(61) });
    expect(await used()).toBe(later(61).toISOString());
    const [event] = await house.database.owner.sql`
      select actor from audit_event where action = 'data:import' order by id desc limit 1`;
    expect(event?.actor).toBe("key:Tills");
  });
  it("601 requests of a key in a minute, 1,201 of an address: 429 with Retry-After, then the next minute", async () => {
    const key = await house.newKey(["data:import"]);
    const [row] = await house.database.owner.sql`select id from api_key where prefix = ${key.slice(0, 11)}`;
    const full = (window: string, used: number) => house.database.owner.sql`
      insert into rate_window (key, started_at, used) values (${window}, ${at.toISOString()}, ${used})
      on conflict (key) do update set used = excluded.used, started_at = excluded.started_at`;
    await full(`key:${row?.id}`, 599);
    const ask = (seconds: number, address = "198.51.100.1") =>
      house.ask("/api/v1/imports/1", { key, now: later(seconds), address });
    expect((await ask(10)).status).not.toBe(429);
    const refused = await ask(10);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "50"]);
    expect((await ask(60)).status).not.toBe(429);
    await house.database.owner.sql`update rate_window set used = 1200 where key like 'address:%'`;
    expect((await ask(61)).status).toBe(429);
    expect((await ask(61, "198.51.100.2")).status).not.toBe(429);
    await house.database.owner.sql`delete from rate_window`;
  });
});

describe("a database that goes away while it commits", () => {
  it("the request is answered 503; its rows come in all the same, and the same request again is the same import", async () => {
    const { db } = house.database.app;
    const gone = Object.assign(new Error("write CONNECTION_CLOSED"), { code: "CONNECTION_CLOSED" });
    const transaction = async (work: Parameters<typeof db.transaction>[0]) => {
      await db.transaction(work);
      throw gone;
    };
    const desk = { db: Object.create(db, { transaction: { value: transaction } }) as typeof db };
    const headers = { "idempotency-key": "lost-answer" };
    const first = await send("lost", [purchase(1)], { desk, headers });
    expect([first.status, first.body.error?.code]).toEqual([503, "databaseGone"]);
    expect((await send("lost", [purchase(1)], { headers })).status).toBe(202);
    await house.work();
    expect(await count("lost")).toBe(1);
  });
});

describe("a disk that is full", () => {
  it("503 in one sentence, and nothing is left behind", async () => {
    const { status, body } = await send("full", [purchase(1)], { desk: house.onFullDisk() });
    expect([status, body.error?.code]).toEqual([503, "diskFull"]);
    const rows = await house.database.owner.sql`select id from source where name = 'full'`;
    expect([rows.length, house.spooled()]).toEqual([0, 0]);
  });
  it("a body that breaks off: 400, and nothing is left behind", async () => {
    const before = house.spooled();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(lines([purchase(1)])));
        controller.error(new Error("gone"));
      },
    });
    const { body: told } = await house.ask(purchases("broken"), { headers: ndjson, body });
    expect([told.error?.code, house.spooled()]).toEqual(["bodyBroken", before]);
  });
});

describe("the list of keys", () => {
  it("says who made each, and that they have left; a key goes on without them", async () => {
    const { sql } = house.database.owner;
    const { workspaceId } = house.rival;
    const [user] = await sql<{ id: string }[]>`
      insert into user_account (email_key, name) values ('lea@example.com', 'Léa') returning id`;
    const userId = Number(user?.id);
    await sql`
      insert into member (workspace_id, user_id, role, created_at) values (${workspaceId}, ${userId}, 'admin', ${at.toISOString()})`;
    const actor = { kind: "member", userId, role: "admin", seesPeople: false } as const;
    const as = <T>(work: (scope: Scope) => Promise<T>) =>
      inWorkspace(house.database.app.db, { workspaceId, actor, now: at }, work);
    const { key } = await as((scope) => makeKey(scope, { name: "Panel", scopes: ["data:import"] }));
    const makers = async () => (await as(listKeys)).map(({ name, by }) => [name, by]);
    expect(await makers()).toEqual([
      ["Panel", { name: "Léa", hasLeft: false }],
      ["Tills", null],
    ]);
    await sql`update member set revoked_at = ${at.toISOString()} where user_id = ${userId}`;
    expect(await makers()).toContainEqual(["Panel", { name: "Léa", hasLeft: true }]);
    expect(await send("panel", [purchase(1)], { key })).toMatchObject({ status: 202 });
  });
});
