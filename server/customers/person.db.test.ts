import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { at, buildHouse, type House, lyonMove } from "../changes/testing";
import { NotFound } from "../errors";
import { inWorkspace } from "../scope";
import { groupsOf } from "./groups";
import { joinSides } from "./join-sides";
import { personOf } from "./person";
import { entriesPerPage } from "./person-line";
import { groupsShown, type LineKind, type PersonPage, personPage } from "./shown";

let database: TestDatabase;
let house: House;
let rival: House;
let lea: number;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
  rival = await buildHouse(database, "rival");
  lea = await person(house);
});
afterAll(() => database.drop());

async function person(where: House, kind = "person"): Promise<number> {
  const [made] = await database.owner.sql<{ id: string }[]>`
    insert into customer (workspace_id, kind, reference, attributes, consent)
    values (${where.workspaceId}, ${kind}, 'C-1', '{"first_name": "Léa"}', '{"email": {"state": "opposed", "on": "2026-01-02"}}')
    returning customer_id as id`;
  return Number(made?.id);
}

async function sourceOf(where: House): Promise<number> {
  const [row] = await database.owner.sql<{ id: string }[]>`
    select id from source where workspace_id = ${where.workspaceId} order by id limit 1`;
  return Number(row?.id);
}

let lines = 0;
async function bought(where: House, id: number, day: string, minor: number, kind = "sale"): Promise<void> {
  lines += 1;
  const key = Buffer.from(String(lines).padStart(16, "0"));
  await database.owner.sql`
    insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id, product_id,
      channel, fulfilment, kind, quantity, amount_minor, batch_id)
    values (${where.workspaceId}, ${id}, ${await sourceOf(where)}, ${key}, ${lines}, ${`${day}T10:00:00Z`}, ${day}, 600,
      ${where.stores[0] ?? 0}, ${where.product}, 'store', 'store', ${kind}, ${kind === "sale" ? 1 : -1}, ${minor}, 1)`;
  if (kind !== "sale") return;
  await database.owner.sql`
    insert into visit (workspace_id, customer_id, day, store_id, channel, occasion, sale_lines, amount_minor, refund_minor,
      new_products, first_minute)
    values (${where.workspaceId}, ${id}, ${day}, ${where.stores[0] ?? 0}, 'store', true, 1, ${minor}, 0, 0, 600)
    on conflict do nothing`;
}

async function look(id: number, asked: { kind?: LineKind; page?: number } = {}, who: House = house) {
  const page = await who.as("marketer", (scope) => personOf(scope, { id, page: 1, ...asked }));
  return personPage.parse(page);
}

async function seen(id: number, asked: { kind?: LineKind; page?: number } = {}): Promise<PersonPage> {
  const page = await look(id, asked);
  if (page.kind !== "person") throw new Error("joined away");
  return page;
}

const kinds = ({ line }: PersonPage) => line.entries.map((entry) => entry.kind);

describe("who is a person here", () => {
  it("another workspace's, nobody's and an anonymous buyer are not found", async () => {
    for (const id of [await person(rival), 999_999_999, await person(house, "anonymous")]) {
      await expect(look(id)).rejects.toThrow(NotFound);
    }
    const foreign = await person(rival);
    expect(await house.as("marketer", (scope) => joinSides(scope, { ids: [foreign, lea] }))).toMatchObject([
      { id: lea },
    ]);
  });
  it("somebody joined into another is where that one is", async () => {
    await database.owner.sql`
      insert into customer_join (workspace_id, from_customer, into_customer, state, reason, proposed_at)
      values (${house.workspaceId}, 888888, ${lea}, 'joined', 'card', now())`;
    expect(await look(888_888)).toEqual({ kind: "joined", into: lea });
    expect((await seen(lea)).joined).toMatchObject([{ customerId: 888_888 }]);
  });
  it("each look is written down, with the id and nothing of the person", async () => {
    await seen(lea);
    const [event] = await database.owner.sql`
      select action, subject, before, after from audit_event order by id desc limit 1`;
    expect(event).toEqual({ action: "people.see", subject: `customer:${lea}`, before: null, after: { page: 1 } });
  });
});

describe("the line", () => {
  it("two articles and a refund of one day are one entry; days newest first; counts by kind", async () => {
    const id = await person(house);
    await bought(house, id, "2026-10-01", 1000);
    await bought(house, id, "2026-10-01", 2500);
    await bought(house, id, "2026-10-01", -500, "refund");
    await bought(house, id, "2026-11-02", 700);
    const { line, occasions } = await seen(id);
    expect(line.entries.map(({ day }) => day)).toEqual(["2026-11-02", "2026-10-01"]);
    expect(line.entries[1]).toMatchObject({
      kind: "occasion",
      stops: [{ store: "Lyon", lines: 2, paidMinor: 3500, refundedMinor: -500, articles: ["Knitwear product"] }],
    });
    expect(line.counts).toMatchObject({ occasion: 2, answer: 0 });
    expect(occasions.map(({ day }) => day)).toEqual(["2026-10-01", "2026-11-02"]);
  });
  it("contacts, answers with their words, invitations, personae, exposures and lists stand in it, by kind or together", async () => {
    const id = await person(house);
    const { sql } = database.owner;
    const source = await sourceOf(house);
    const { workspaceId } = house;
    const [w, c, s] = [workspaceId, id, source];
    await sql`insert into survey_invitation (workspace_id, customer_id, source_id, row_key, identity_hash, at, day, random, batch_id)
      values (${w}, ${c}, ${s}, 'i', '', '2026-09-01T08:00Z', '2026-09-01', true, 1)`;
    await sql`insert into survey_response (workspace_id, customer_id, source_id, row_key, identity_hash, at, day, score, batch_id)
      values (${w}, ${c}, ${s}, 'r', '', '2026-09-03T08:00Z', '2026-09-03', 3, 1)`;
    await sql`insert into verbatim (workspace_id, customer_id, source_id, row_key, origin, day, body, batch_id)
      values (${w}, ${c}, ${s}, 'r', 'survey_response', '2026-09-03', 'Too far.', 1)`;
    await sql`insert into interaction (workspace_id, customer_id, source_id, row_key, identity_hash, at, day, kind, direction, mode, channel, batch_id)
      values (${w}, ${c}, ${s}, 'x', '', '2026-09-05T08:00Z', '2026-09-05', 'complaint', 'in', 'human', 'phone', 1)`;
    await sql`insert into persona_answer (workspace_id, customer_id, source_id, row_key, identity_hash, at, day, answers, batch_id)
      values (${w}, ${c}, ${s}, 'p', '', '2026-09-07T08:00Z', '2026-09-07', '{"advice": 4, "tone": "calm"}', 1)`;
    const { id: change } = await house.as("ops", (scope) => recordChange(scope, lyonMove(house)));
    await sql`insert into change_customer (workspace_id, customer_id, change_id) values (${w}, ${c}, ${change})`;
    await sql`insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, x, t_x, t_total)
      select ${w}, ${c}, id, revision, 0, 'twin', '2026-11-10', 'regulars', 1, 1, 1 from change where id = ${change}`;
    const page = await seen(id);
    expect(kinds(page)).toEqual(["exposure", "listed", "persona", "interaction", "answer", "invitation"]);
    expect(page.line.entries.find(({ kind }) => kind === "answer")).toMatchObject({ score: 3, words: "Too far." });
    expect(page.exposures).toEqual([]);
    expect(kinds(await seen(id, { kind: "interaction" }))).toEqual(["interaction"]);
    expect(page.rhythm).toBeNull();
    const then = await house.as("marketer", (scope) => personOf({ ...scope, today: "2026-09-04" }, { id, page: 1 }));
    expect(kinds(then as PersonPage)).toEqual(["answer", "invitation"]);
    expect((then as PersonPage).past).toBe(true);
  });
  it("41 days -> 2 pages, none twice", async () => {
    const id = await person(house);
    for (let n = 0; n <= entriesPerPage; n += 1) {
      await bought(house, id, new Date(Date.UTC(2026, 5, 1 + n)).toISOString().slice(0, 10), 100);
    }
    const pages = [await seen(id), await seen(id, { page: 2 })];
    expect(pages.map(({ line }) => [line.entries.length, line.pages])).toEqual([
      [40, 2],
      [1, 2],
    ]);
    const keys = pages.flatMap(({ line }) => line.entries.map(({ key }) => key));
    expect(new Set(keys).size).toBe(41);
  });
});

describe("groups", () => {
  it("of 43 people 3 are lost, 12 lapsing, 27 regulars, 1 bought nothing -> 3 and 1 are hidden", async () => {
    const { sql } = database.owner;
    const [place] = await sql<{ id: number }[]>`
      insert into workspace (slug, name, currency, tz, pinned_day) values ('groups', 'G', 'EUR', 'UTC', '2026-11-20') returning id`;
    const workspaceId = place?.id ?? 0;
    await sql`
      with made as (
        insert into customer (workspace_id, kind)
        select ${workspaceId}, 'person' from generate_series(1, 43) returning customer_id)
      insert into customer_state (workspace_id, customer_id, as_of, first_day, last_day, x, amount_minor, n_365, value_365, products, segment)
      select ${workspaceId}, customer_id, '2026-11-20', '2026-01-01', '2026-01-01', 0, 0, 1, 0, 1,
        case when n <= 3 then 'lost' when n <= 15 then 'lapsing' else 'regulars' end
      from (select customer_id, row_number() over (order by customer_id) as n from made) numbered where n <= 42`;
    const actor = { kind: "member" as const, userId: 1, role: "executive" as const, seesPeople: false };
    const groups = groupsShown.parse(
      await inWorkspace(database.app.db, { workspaceId, actor, now: at }, (scope) => groupsOf(scope)),
    );
    expect(groups.people).toBe(43);
    expect(groups.groups.map(({ segment, n }) => [segment, n])).toEqual([
      ["lost", null],
      ["lapsing", 12],
      ["regulars", 27],
      ["none", null],
    ]);
    expect([groups.seesPeople, groups.mayErase, groups.mayJoin]).toEqual([false, false, false]);
  });
});
