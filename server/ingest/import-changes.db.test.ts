import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { rejectSentence } from "./reject-sentence";
import { type TestShop, testShop } from "./testing";

let database: TestDatabase;
let shop: TestShop;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "brought");
  await shop.import({
    "p.csv":
      "receipt,line,at,store,customer,product,category,amount\n1,1,2026-10-01,LYO,anna,SCARF,Women / Knitwear,9\n2,2,2026-10-01,NAN,ben,HAT,Women / Knitwear,9\n",
  });
});
afterAll(() => database.drop());

const header =
  "change,title,moved,kind,state,start,end,store,product,category,channel,hours,hypothesis,gain,tags,links";
const changes = (...rows: string[]) => shop.import({ "c.csv": [header, ...rows].join("\n") }, { kind: "changes" });
const refusals = async () =>
  (await shop.latest()).rejects.map((reject) => rejectSentence(reject, "en").replace(/^\S+, /, ""));
const read = async (externalId: string) => {
  const [row] = await database.owner.sql`
    select id::int, title, state, moved, kind, revision, start_planned::text as planned, start_actual::text as started,
      end_actual::text as ended, end_planned::text as ends, gain_minor::int as gain, tags, links from change
    where workspace_id = ${shop.workspaceId} and external_id = ${externalId}`;
  const scope = await database.owner.sql`
    select c.dimension, coalesce(s.external_id, p.external_id, c.value) as what, c.start_on::text as start from change_scope c
    left join store s on s.workspace_id = c.workspace_id and s.id = c.ref_id and c.dimension = 'store'
    left join product p on p.workspace_id = c.workspace_id and p.id = c.ref_id and c.dimension <> 'store'
    where c.workspace_id = ${shop.workspaceId} and c.change_id = ${row?.id ?? 0} and c.revision = ${row?.revision ?? 0}
    order by c.dimension, 2`;
  return {
    id: row?.id as number | undefined,
    ...row,
    scope: scope.map(({ dimension, what, start }) => [dimension, what, start]),
  };
};

describe("a file of changes", () => {
  it("draft, planned, live and ended by their dates, with scope, as the form would have recorded them", async () => {
    const report = await changes(
      "M1,The Lyon shop moves,store,moved,,2026-11-02,,LYO,,,,,Everybody follows,1200.50,moving|lyon,https://a.example/1",
      "R1,New yarn,product,recipe,planned,2027-01-11,2027-03-01,,SCARF,,store,,,,,",
      "R1,,,,,,,,,Women > Knitwear,web,,,,,",
      "D1,An idea,client,loyalty,draft,,,,,,,18:00-20:00,,,,",
      "E1,A summer price,product,price,,2026-06-01,2026-08-31,,,,,,,,,",
    );
    expect(report).toMatchObject({ rows: 5, kept: 5, refused: 0, inserted: 4, corrected: 0, unchanged: 0 });
    expect(await read("M1")).toMatchObject({
      state: "live",
      started: "2026-11-02",
      gain: 120_050,
      tags: ["moving", "lyon"],
      links: ["https://a.example/1"],
      scope: [["store", "LYO", null]],
    });
    expect(await read("R1")).toMatchObject({
      state: "planned",
      planned: "2027-01-11",
      ends: "2027-03-01",
      scope: [
        ["category", "Women / Knitwear", null],
        ["channel", "store", null],
        ["channel", "web", null],
        ["product", "SCARF", null],
      ],
    });
    expect(await read("D1")).toMatchObject({ state: "draft", scope: [["hours", "18:00-20:00", null]] });
    expect(await read("E1")).toMatchObject({ state: "ended", ended: "2026-08-31" });
    const audit = await database.owner.sql`
      select action from audit_event where workspace_id = ${shop.workspaceId} and action like 'change.%' order by id`;
    expect(audit.map(({ action }) => action)).toEqual([
      "change.record",
      "change.record",
      "change.record",
      "change.record",
      "change.end",
    ]);
    const [waiting] = await database.owner.sql`
      select count(*)::int as n from job_run where workspace_id = ${shop.workspaceId} and job = 'open-cohort'`;
    expect(waiting?.n).toBe(2);
  });

  it("stores that begin on days of their own are waves; the change begins with the first", async () => {
    await changes("W1,New hours,store,opening_hours,,2026-11-09,,LYO,,,,,,,,", "W1,,,,,2026-11-16,,NAN,,,,,,,,");
    expect(await read("W1")).toMatchObject({
      started: "2026-11-09",
      scope: [
        ["store", "LYO", null],
        ["store", "NAN", "2026-11-16"],
      ],
    });
  });

  it("again alike is nothing; with another content it is a revision, that of a live one with its reason", async () => {
    const again = await changes("M1,The Lyon shop moves,store,moved,,2026-11-02,,LYO,,,,,,,,");
    expect(again).toMatchObject({ inserted: 0, corrected: 0, unchanged: 1 });
    const other = await changes("M1,The Lyon shop moved,store,moved,live,2026-11-03,,LYO,,,,,,,,");
    expect(other).toMatchObject({ inserted: 0, corrected: 1, unchanged: 0 });
    expect(await read("M1")).toMatchObject({ title: "The Lyon shop moved", revision: 2, started: "2026-11-03" });
    const [edit] = await database.owner.sql`
      select r.reason from change_revision r join change c on c.workspace_id = r.workspace_id and c.id = r.change_id
      where r.workspace_id = ${shop.workspaceId} and c.external_id = 'M1' and r.revision = 2`;
    expect(edit?.reason).toBe(`corrected by import ${other.batchId}`);
    const kept = await database.owner.sql`
      select column_name as name, before, after from overwritten_value
      where workspace_id = ${shop.workspaceId} and by_batch = ${other.batchId} and table_name = 'change' order by 1`;
    expect(kept).toMatchObject([
      { name: "start", before: "2026-11-02", after: "2026-11-03" },
      { name: "title", before: "The Lyon shop moves", after: "The Lyon shop moved" },
    ]);
  });

  it("a draft told as planned is planned; a live one whose end has passed has ended", async () => {
    await changes("D1,An idea,client,loyalty,planned,2027-02-01,,,,,,18:00-20:00,,,,");
    expect(await read("D1")).toMatchObject({ state: "planned", planned: "2027-02-01" });
    await changes("M1,The Lyon shop moved,store,moved,,2026-11-03,2026-11-15,LYO,,,,,,,,");
    expect(await read("M1")).toMatchObject({ state: "ended", ended: "2026-11-15" });
  });

  it("what is wrong is said in one sentence, and a change of which a row is wrong is not recorded at all", async () => {
    const report = await changes(
      "X1,Wrong shop,store,moved,,2026-11-02,,LYO,,,,,,,,",
      "X1,,,,,,,PAR,,,,,,,,",
      "X2,Wrong article,product,recipe,,2026-11-02,,,SOCK,,,,,,,",
      "X3,Wrong family,product,price,,2026-11-02,,,,Men / Socks,,,,,,",
      "X4,Wrong vertex,moon,moved,,2026-11-02,,,,,,,,,,",
      "X5,Wrong kind,store,eclipse,,2026-11-02,,,,,,,,,,",
      "X6,Backwards,store,moved,,2026-11-02,2026-11-01,,,,,,,,,",
      "X7,Not yet,store,moved,live,2027-11-02,,,,,,,,,,",
      "X8,One,store,moved,,2026-11-02,,,SCARF,,,,,,,",
      "X8,Two,store,moved,,2026-11-02,,,HAT,,,,,,,",
      "X9,No kind,,,,2026-11-02,,,,,,,,,,",
      "XA,A,store,moved,,2026-11-02,,,,,,,,,,",
      "XB,Bad hours,store,moved,,2026-11-02,,,,,,late,,,,",
      "XC,Bad day,store,moved,,someday,,,,,,,,,,",
      "XD,Bad link,store,moved,,2026-11-02,,,,,,,,,,ftp://x",
      "OK,Good one,store,layout,,2026-11-02,,LYO,,,,,,,,",
    );
    expect(report).toMatchObject({ inserted: 1, refused: 15 });
    expect(new Set((await refusals()).map((said) => said.replace(/(opening_hours), .*/, "$1, ...")))).toEqual(
      new Set([
        'line 2: another row of the change "X1" was refused, and a change is whole or not there. Correct that row and send all of them again.',
        'line 3: there is no store "PAR". Import the stores first, or correct the code.',
        'line 4: there is no product "SOCK". Import the products first, or correct the code.',
        'line 5: there is no category "Men / Socks". Write its whole path, such as Women / Knitwear, as the products have it.',
        'line 6: moved is "moon", a word that is not known. Use one of: client, product, store, client-product, client-store, product-store; or map it to one.',
        expect.stringMatching(
          /^line 7: kind is "eclipse", a word that is not known\. Use one of: moved, opening_hours, /,
        ),
        "line 8: The last day, 2026-11-01, comes before the first, 2026-11-02. Choose a later one.",
        'line 9: The state is "live", but the dates make it "planned". Correct one of them, or leave the state empty.',
        'line 10: another row of the change "X8" was refused, and a change is whole or not there. Correct that row and send all of them again.',
        'line 11: title is "Two", but "One" on line 10 of the same change. Make them equal.',
        "line 12: Say what moved and of which kind the change is.",
        'line 13: title is "A". A title has 3 to 120 characters.',
        'line 14: hours is "late". Write a span of hours like 18:00-24:00.',
        'line 15: start is "someday", which is not a date. Use YYYY-MM-DD.',
        'line 16: links is "ftp://x". Give at most 12 addresses that begin with https://, with | between.',
      ]),
    );
    expect((await read("X1")).id).toBeUndefined();
  });
});

describe("the list of people of a change", () => {
  const list = (rows: string, mapping?: unknown) =>
    shop.import({ "l.csv": `change,customer\n${rows}` }, { kind: "change_customers", mapping });
  const people = () => database.owner.sql`
    select c.external_id as change, p.reference as who, m.batch_id is not null as imported, m.identity_hash is not null as hashed
    from change_customer m join change c on c.workspace_id = m.workspace_id and c.id = m.change_id
    join customer p on p.workspace_id = m.workspace_id and p.customer_id = m.customer_id
    where m.workspace_id = ${shop.workspaceId} order by 1, 2`;
  it("grows while it is planned, by its id or its number; again changes nothing", async () => {
    await changes("L1,A mailing,client,communication,,2027-01-04,,,,,,,,,,");
    expect(await list("L1,anna\nL1,anna")).toMatchObject({ inserted: 1, unchanged: 0, repeated: 1, newCustomers: 0 });
    const { id } = await read("L1");
    expect(await list(`#${id},ben\nL1,anna`)).toMatchObject({ inserted: 1, unchanged: 1, refused: 0 });
    expect(await people()).toMatchObject([
      { change: "L1", who: "anna", imported: true, hashed: true },
      { change: "L1", who: "ben", imported: true, hashed: true },
    ]);
    expect((await read("L1")).scope).toEqual([["list", null, null]]);
  });
  it("a bare number is what the source calls a change, never the number of a page", async () => {
    const { id } = await read("L1");
    expect(await list(`${id},carl\nL1,ben`)).toMatchObject({ refused: 1, inserted: 0, unchanged: 1 });
    expect(await refusals()).toEqual([
      `line 2: there is no change "${id}". Import the changes first, or write the number of its page as #12.`,
    ]);
    expect(await people()).toHaveLength(2);
  });
  it("refuses a change that has begun or is not known, and people nobody knows", async () => {
    const report = await list("OK,anna\nnowhere,anna\nL1,zoe\nL1,ben");
    expect(report).toMatchObject({ refused: 3, kept: 1, unchanged: 1, newCustomers: 0 });
    expect(await refusals()).toEqual([
      'line 2: the change "OK" has begun: its list of people grows only while it is a draft or planned. Make it a new change.',
      'line 3: there is no change "nowhere". Import the changes first, or write the number of its page as #12.',
      'line 4: nobody is known as "zoe". Import the customers or their purchases first.',
    ]);
    expect(await people()).toHaveLength(2);
    await expect(list("OK,anna")).rejects.toMatchObject({ code: "ingest.allRefused" });
  });
});
