import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { buildHouse, type House } from "../changes/testing";
import { identityValue } from "../ingest/identity-value";
import { IdentityHashes } from "../ingest/keys";
import { identityKinds } from "./schema";
import { foundPerPage, searchCustomers } from "./search-customers";

let database: TestDatabase;
let house: House;
let rival: House;
const key = Buffer.alloc(32, 7);
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
  rival = await buildHouse(database, "rival");
  for (const where of [house, rival]) {
    await database.owner.sql`insert into workspace_secret values (${where.workspaceId}, ${key})`;
  }
});
afterAll(() => database.drop());

type Wish = {
  reference?: string;
  area?: string;
  attributes?: Record<string, string>;
  known?: Partial<Record<(typeof identityKinds)[number], string>>;
};

/** A person, with identities hashed as an import does. */
async function person(where: House, { reference, area, attributes = {}, known = {} }: Wish): Promise<number> {
  const { sql } = database.owner;
  const [made] = await sql<{ id: string }[]>`
    insert into customer (workspace_id, kind, reference, home_area, attributes)
    values (${where.workspaceId}, 'person', ${reference ?? null}, ${area ?? null}, ${JSON.stringify(attributes)}::jsonb)
    returning customer_id as id`;
  const id = Number(made?.id);
  for (const kind of identityKinds) {
    const value = known[kind] && identityValue(kind, known[kind]);
    if (!value) continue;
    const hash = Buffer.from(new IdentityHashes(key, kind).of(value), "hex");
    await sql`
      insert into identity (workspace_id, source_id, kind, value_hash, customer_id)
      select workspace_id, id, ${kind}, ${hash}, ${id} from source where workspace_id = ${where.workspaceId}`;
  }
  return id;
}

const search = (words: string, page = 1, where = house) =>
  where.as("marketer", (scope) => searchCustomers(scope, { words, page }));
const ids = async (words: string) => (await search(words)).people.map((one) => one.id);

describe("by words", () => {
  let elodie: number;
  beforeAll(async () => {
    elodie = await person(house, { reference: "C-1", area: "Saint-Étienne", attributes: { first_name: "Élodie" } });
    await person(house, { reference: "C-2", area: "Saint-Étienne", attributes: { first_name: "Benoît" } });
    await person(rival, { reference: "R-1", area: "Saint-Étienne", attributes: { first_name: "Élodie" } });
  });

  it("elodie, ÉLODIE, Elodie -> the same Élodie, and only this workspace's", async () => {
    for (const words of ["elodie", "ÉLODIE", "Elodie", "lodi"]) expect(await ids(words)).toEqual([elodie]);
  });
  it("all words, in any order, with commas", async () => {
    expect(await ids("étienne, elodie")).toEqual([elodie]);
    expect(await ids("elodie nantes")).toEqual([]);
  });
  it("the name of an attribute is nobody's name", async () => {
    expect(await ids("first_name")).toEqual([]);
    expect(await ids("{")).toEqual([]);
  });
  it("% and _ mean themselves", async () => {
    const odd = await person(house, { attributes: { note: "100%_sure" } });
    expect(await ids("%%")).toEqual([]);
    expect(await ids("0%_s")).toEqual([odd]);
    expect(await ids("el_die")).toEqual([]);
    expect(await ids("back\\slash")).toEqual([]);
  });
  it("a single letter is no search, a whole reference of one is", async () => {
    const one = await person(house, { reference: "7", known: { reference: "7" } });
    expect(await ids("e")).toEqual([]);
    expect(await ids("7")).toEqual([one]);
  });
});

describe("by an identity typed in whole", () => {
  it.each([
    ["email", "Lea@Example.com", " lea@example.COM "],
    ["phone", "+33 6 12 34 56 78", "0033 (0)6.12.34.56.78"],
    ["card", "ab-12 345", "AB12345"],
    ["reference", "K/77", "K/77"],
    ["web", "w-ü", "w-u\u0308"],
  ] as const)("%s %s is found as %s: the hash of the database is that of imports", async (kind, value, typed) => {
    const id = await person(house, { known: { [kind]: value } });
    expect((await search(typed)).people.map((one) => [one.id, one.by])).toEqual([[id, kind]]);
  });
  it("part of it finds nobody, and another workspace's neither", async () => {
    await person(rival, { known: { email: "zoe@example.com" } });
    expect(await ids("lea@example")).toEqual([]);
    expect(await ids("zoe@example.com")).toEqual([]);
    expect((await search("zoe@example.com", 1, rival)).found).toBe(1);
  });
  it("a suppressed one finds nobody", async () => {
    await person(house, { known: { email: "gone@example.com" } });
    await database.owner.sql`update identity set customer_id = null, suppressed_at = now() where kind = 'email'`;
    expect(await ids("gone@example.com")).toEqual([]);
  });
  it("the database's HMAC is the standard one, for keys of any length", async () => {
    for (const length of [0, 1, 32, 64, 65, 200]) {
      const secret = Buffer.alloc(length, 3);
      const [row] = await database.owner.sql<{ mac: Uint8Array }[]>`
        select hmac_sha256(${secret}, convert_to('where is Élodie?', 'UTF8')) as mac`;
      expect(Buffer.from(row?.mac ?? [])).toEqual(createHmac("sha256", secret).update("where is Élodie?").digest());
    }
  });
});

describe("many", () => {
  it("26 alike -> 2 pages, nobody twice; the audit holds whom was shown, not what was typed", async () => {
    for (let n = 0; n <= foundPerPage; n += 1) await person(house, { area: "Quimper", reference: `Q-${n}` });
    const pages = [await search("quimper"), await search("quimper", 2)];
    expect(pages.map(({ found, pages: of, more }) => ({ found, of, more }))).toEqual([
      { found: 26, of: 2, more: false },
      { found: 26, of: 2, more: false },
    ]);
    const seen = pages.flatMap((page) => page.people.map((one) => one.id));
    expect(new Set(seen).size).toBe(26);
    const [event] = await database.owner.sql<{ action: string; after: unknown }[]>`
      select action, after from audit_event order by id desc limit 1`;
    expect(event).toEqual({ action: "people.search", after: { found: 26, page: 2, people: seen.slice(25) } });
    const [row] = await database.owner.sql<{ n: number }[]>`
      select count(*)::int as n from audit_event where audit_event::text ilike '%quimper%'`;
    expect(row?.n).toBe(0);
  });
  it("the login of pages reads neither the key nor the function that takes one", async () => {
    const { sql } = database.app;
    await expect(sql`select * from workspace_secret`).rejects.toThrow(/permission denied/);
    await expect(sql`select hmac_sha256('', '')`).rejects.toThrow(/permission denied/);
    await expect(sql`select identity_hash('card', 'x', '')`).rejects.toThrow(/permission denied/);
  });
  it("no workspace said: nobody is found", async () => {
    const rows = await database.app.sql`select * from customers_like(array['%a%'], 10)`;
    expect([...rows]).toEqual([]);
  });
});
