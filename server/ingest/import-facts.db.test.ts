import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { checksums, testShop } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const receipts = "receipt,at,store,customer,product,quantity,amount\nR1,2024-03-01,S1,C1,P1,1,10\n";
const answers = (...rows: string[]) => ({ "answers.csv": `customer,at,score,comment\n${rows.join("\n")}\n` });
const responses = { kind: "survey_responses" } as const;

describe("answers to a survey", () => {
  it("join the customers of the source; what was written is kept beside", async () => {
    const shop = await testShop(database, "answers");
    await shop.import({ "a.csv": receipts });
    const report = await shop.import(answers("C1,2024-03-02 10:00,9,Très bien", "C2,2024-03-02 11:00,3,"), responses);
    expect([report.inserted, report.customers, report.newCustomers]).toEqual([2, 2, 1]);
    const rows = await database.owner.sql`
      select c.reference, r.score, r.day::text as day, v.body, v.origin from survey_response r
      join customer c using (workspace_id, customer_id)
      left join verbatim v using (workspace_id, customer_id, source_id, row_key)
      where r.workspace_id = ${shop.workspaceId} order by r.score`;
    expect([...rows]).toEqual([
      { reference: "C2", score: 3, day: "2024-03-02", body: null, origin: null },
      { reference: "C1", score: 9, day: "2024-03-02", body: "Très bien", origin: "survey_response" },
    ]);
  });

  it("again and shuffled: nothing changes; identical ones stay two", async () => {
    const shop = await testShop(database, "answers-again");
    const rows = ["C1,2024-03-02,9,good", "C1,2024-03-02,9,good", "C2,2024-03-03,10,", 'C3,2024-03-04,0,"a, b"'];
    expect((await shop.import(answers(...rows), responses)).inserted).toBe(4);
    const expected = await checksums(database.ownerUrl, shop.workspaceId);
    const again = await shop.import(answers(...rows.reverse()), responses);
    expect([again.inserted, again.unchanged, again.corrected]).toEqual([0, 4, 0]);
    expect(await checksums(database.ownerUrl, shop.workspaceId)).toEqual(expected);
  });

  it("with an id of its own an answer is corrected, its words too; the old ones are kept aside", async () => {
    const shop = await testShop(database, "answers-ids");
    const file = (rows: string) => ({ "a.csv": `response,customer,at,score,comment\n${rows}\n` });
    await shop.import(file("1,C1,2024-03-02,9,good\n2,C1,2024-03-03,8,fine"), responses);
    const report = await shop.import(file("1,C1,2024-03-02,9,bad\n2,C7,2024-03-03,8,fine"), responses);
    expect([report.inserted, report.corrected, report.unchanged]).toEqual([2, 2, 0]);
    const bodies = await database.owner.sql`
      select c.reference, v.body from verbatim v join customer c using (workspace_id, customer_id)
      where v.workspace_id = ${shop.workspaceId} order by 2`;
    expect(bodies.map(({ reference, body }) => [reference, body])).toEqual([
      ["C1", "bad"],
      ["C7", "fine"],
    ]);
    const [aside] = await database.owner.sql`
      select count(*)::int as n from superseded_row where workspace_id = ${shop.workspaceId}`;
    expect(aside?.n).toBe(4);
  });

  it("scores are whole numbers from 0 to 10: 11, -1, 9.5 and nothing are refused", async () => {
    const shop = await testShop(database, "scores");
    const report = await shop.import(
      answers("C1,2024-03-02,10,", "C1,2024-03-02,11,", "C1,2024-03-02,-1,", "C1,2024-03-02,9.5,", "C1,2024-03-02,,"),
      responses,
    );
    expect([report.kept, report.refused]).toEqual([1, 4]);
    const { rejects } = await shop.batch(report.batchId);
    expect(rejects.map((reject) => reject.code)).toEqual(["score", "score", "score", "missing"]);
  });

  it("from another source, the mapping says whose customers they are", async () => {
    const shop = await testShop(database, "answers-of");
    await shop.import({ "a.csv": receipts });
    const mapping = { referencesOf: "tills" };
    const report = await shop.import(answers("C1,2024-03-02,9,"), { ...responses, source: "survey tool", mapping });
    expect([report.customers, report.newCustomers]).toEqual([1, 0]);
    await expect(
      shop.import(answers("C1,2024-03-02,9,"), { ...responses, source: "x", mapping: { referencesOf: "nobody" } }),
    ).rejects.toMatchObject({ code: "ingest.source" });
  });
});

describe("interactions (D11)", () => {
  it("know their words: complaints come in, letters go out; a store's complaint keeps its text", async () => {
    const shop = await testShop(database, "contacts");
    await shop.import({ "a.csv": receipts });
    const head = "customer,at,kind,channel,store,resolved_first,text";
    const rows = [
      "C1,2024-03-02 10:00,complaint,phone,S1,no,Too slow",
      "C1,2024-03-03 10:00,solicitation,mail,,,",
      "C1,2024-03-04,opened,mail,,,",
    ];
    const report = await shop.import({ "c.csv": `${head}\n${rows.join("\n")}\n` }, { kind: "interactions" });
    expect([report.inserted, report.refused]).toEqual([2, 1]);
    const found = await database.owner.sql`
      select i.kind, i.direction, i.mode, i.resolved_first, s.external_id as store, v.body from interaction i
      left join store s on s.workspace_id = i.workspace_id and s.id = i.store_id
      left join verbatim v on v.workspace_id = i.workspace_id and v.customer_id = i.customer_id and v.row_key = i.row_key
      where i.workspace_id = ${shop.workspaceId} order by i.at`;
    expect([...found]).toEqual([
      { kind: "complaint", direction: "in", mode: "human", resolved_first: false, store: "S1", body: "Too slow" },
      { kind: "solicitation", direction: "out", mode: "human", resolved_first: null, store: null, body: null },
    ]);
  });
});

describe("related files", () => {
  it("stores, products and customers say more than receipts do, and win over them", async () => {
    const shop = await testShop(database, "related");
    await shop.import({
      "stores.csv":
        "store,name,zone,region,format,opened_on,successor\nS1,Lyon,Europe/Paris,Rhône,town,2020-01-01,S2\nS2,Quay,,,,,\n",
      "products.csv":
        "product,name,category,merchandise,successor\nP1,Candle,Home / Light,yes,P2\nP2,Lamp,Home / Light,,\nFEE,Postage,,no,\n",
      "customers.csv": "customer,home_area\nC1,69\nC9,75\n",
      "a.csv":
        "receipt,at,store,store_name,customer,product,product_name,quantity,amount\nR1,2024-03-01,S1,old name,C1,P1,old,1,10\n",
    });
    const { sql } = database.owner;
    const stores = await sql`
      select s.external_id as code, s.name, s.tz, n.external_id as successor from store s
      left join store n on n.workspace_id = s.workspace_id and n.id = s.successor_id
      where s.workspace_id = ${shop.workspaceId} order by 1`;
    expect([...stores]).toEqual([
      { code: "S1", name: "Lyon", tz: "Europe/Paris", successor: "S2" },
      { code: "S2", name: "Quay", tz: null, successor: null },
    ]);
    const products = await sql`
      select p.external_id as code, p.name, p.path, p.merchandise, n.external_id as successor from product p
      left join product n on n.workspace_id = p.workspace_id and n.id = p.successor_id
      where p.workspace_id = ${shop.workspaceId} and p.kind = 'product' order by 1`;
    expect([...products]).toEqual([
      { code: "FEE", name: "Postage", path: "", merchandise: false, successor: null },
      { code: "P1", name: "Candle", path: "Home / Light", merchandise: true, successor: "P2" },
      { code: "P2", name: "Lamp", path: "Home / Light", merchandise: true, successor: null },
    ]);
    const people = await sql`
      select reference, home_area from customer where workspace_id = ${shop.workspaceId} and kind = 'person' order by 1`;
    expect(people.map(({ reference, home_area }) => [reference, home_area])).toEqual([
      ["C1", "69"],
      ["C9", "75"],
    ]);
  });
});

describe("a survey", () => {
  const asked = (...rows: string[]) => ({
    "asked.csv": `invitation,customer,at,survey,channel,stratum,random\n${rows.join("\n")}\n`,
  });
  const invitations = { kind: "survey_invitations" } as const;

  it("asks and is answered: the answer names its invitation, also one that is not known yet", async () => {
    const shop = await testShop(database, "asked");
    const report = await shop.import(
      asked("I1,C1,2024-03-01 09:00,spring,email,gone,yes", "I2,C2,2024-03-01,spring,,,"),
      invitations,
    );
    expect(report).toMatchObject({ inserted: 2, newCustomers: 2, refused: 0 });
    const head = "response,customer,at,score,survey,invitation";
    const rows = ["A1,C1,2024-03-03,9,spring,I1", "A2,C3,2024-03-04,2,spring,I9"];
    await shop.import({ "a.csv": `${head}\n${rows.join("\n")}\n` }, responses);
    const found = await database.owner.sql`
      select r.score, r.survey, i.random, i.channel, i.stratum, r.invitation_key is not null as named
      from survey_response r left join survey_invitation i on i.workspace_id = r.workspace_id
        and i.source_id = r.source_id and i.row_key = r.invitation_key
      where r.workspace_id = ${shop.workspaceId} order by r.score`;
    expect([...found]).toEqual([
      { score: 2, survey: "spring", random: null, channel: null, stratum: null, named: true },
      { score: 9, survey: "spring", random: true, channel: "email", stratum: "gone", named: true },
    ]);
  });

  it("an invitation sent again with other content is a correction; another word for a channel is refused", async () => {
    const shop = await testShop(database, "asked-again");
    await shop.import(asked("I1,C1,2024-03-01,spring,email,,no", "I2,C2,2024-03-01,spring,sms,,no"), invitations);
    const again = await shop.import(
      asked("I1,C1,2024-03-01,spring,email,,yes", "I2,C2,2024-03-01,spring,sms,,no", "I3,C3,2024-03-01,,pigeon,,"),
      invitations,
    );
    expect(again).toMatchObject({ inserted: 1, corrected: 1, unchanged: 1, refused: 1 });
    const { rejects } = await shop.batch(again.batchId);
    expect(rejects[0]).toMatchObject({ line: 4, column: "channel", value: "pigeon", code: "unknownWord" });
    const [aside] = await database.owner.sql`
      select table_name, row ->> 'random' as random from superseded_row where workspace_id = ${shop.workspaceId}`;
    expect(aside).toEqual({ table_name: "survey_invitation", random: "false" });
  });
});

describe("persona answers", () => {
  const persona = { kind: "persona_answers" } as const;
  const head = "answer,customer,at,persona,prejudices,attention,advice,time_value,obstacle,tone,pace,text";
  const answered = (...rows: string[]) => ({ "p.csv": `${head}\n${rows.join("\n")}\n` });

  it("keep what was answered, and the words beside", async () => {
    const shop = await testShop(database, "persona");
    const row = "Q1,C1,2024-03-01,the hurried,0,4,,3,worry,plain,quick,No time to queue.";
    expect(await shop.import(answered(row), persona)).toMatchObject({ inserted: 1, refused: 0 });
    expect(await shop.import(answered(row), persona)).toMatchObject({ inserted: 0, unchanged: 1 });
    const found = await database.owner.sql`
      select p.persona, p.answers, v.origin, v.body from persona_answer p
      left join verbatim v using (workspace_id, customer_id, source_id, row_key)
      where p.workspace_id = ${shop.workspaceId}`;
    expect([...found]).toEqual([
      {
        persona: "the hurried",
        answers: { prejudices: 0, attention: 4, time_value: 3, obstacle: "worry", tone: "plain", pace: "quick" },
        origin: "persona_answer",
        body: "No time to queue.",
      },
    ]);
  });

  it("refuse degrees that are none, obstacles not known, rows that say nothing", async () => {
    const shop = await testShop(database, "persona-bad");
    const report = await shop.import(
      answered(
        "1,C1,2024-03-01,,5,,,,,,,",
        "2,C1,2024-03-01,,,1.5,,,,,,",
        "3,C1,2024-03-01,,,,,,price,,,",
        "4,C1,2024-03-01,,,,,,,,,",
        "5,,2024-03-01,,1,,,,,,,",
        "6,C1,2024-03-01,,1,,,,,,,",
      ),
      persona,
    );
    expect([report.kept, report.refused]).toEqual([1, 5]);
    const { rejects } = await shop.batch(report.batchId);
    expect(rejects.map(({ column, value, code }) => [column, value, code])).toEqual([
      ["prejudices", "5", "degree"],
      ["attention", "1.5", "degree"],
      ["obstacle", "price", "unknownWord"],
      ["persona", "", "saysNothing"],
      ["customer", "", "missing"],
    ]);
  });
});

describe("whose rows came, changed or went", () => {
  it("is written down with the earliest such day, for nobody else", async () => {
    const shop = await testShop(database, "touched");
    const head = "receipt,line,at,store,customer,product,quantity,amount";
    const lines = (...rows: string[]) => ({ "r.csv": `${head}\n${rows.join("\n")}\n` });
    const touched = async () => {
      const rows = await database.owner.sql`
        with gone as (delete from touched_customer where workspace_id = ${shop.workspaceId} returning *)
        select c.reference, g.from_day::text as day from gone g
        join customer c on c.workspace_id = g.workspace_id and c.customer_id = g.customer_id order by 1`;
      return Object.fromEntries(rows.map(({ reference, day }) => [reference, day]));
    };
    const rows = ["R1,1,2024-03-05,S1,C1,P1,1,10", "R2,2,2024-03-06,S1,C2,P1,1,10", "R3,3,2024-03-07,S1,C3,P1,1,10"];
    await shop.import(lines(...rows, "R4,4,2024-03-02,S1,C1,P1,1,10"));
    expect(await touched()).toEqual({ C1: "2024-03-02", C2: "2024-03-06", C3: "2024-03-07" });
    await shop.import(lines(...rows));
    expect(await touched()).toEqual({});
    await shop.import(lines("R1,1,2024-03-09,S1,C4,P1,1,10", "R2,2,2024-03-06,S1,C2,P1,1,11", rows[2] ?? ""));
    expect(await touched()).toEqual({ C1: "2024-03-05", C2: "2024-03-06", C4: "2024-03-09" });
    await shop.import(answers("C2,2024-03-04,9,", "C2,2024-03-03,8,"), responses);
    expect(await touched()).toEqual({ C2: "2024-03-03" });
  });
});
