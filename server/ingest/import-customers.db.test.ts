import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { type TestShop, testShop } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const kind = "customers" as const;
const file = (...rows: string[]) => ({ "people.csv": `${rows.join("\n")}\n` });
const receipts = (...rows: string[]) => ({
  "r.csv": `receipt,at,store,customer,product,quantity,amount\n${rows.join("\n")}\n`,
});

/** Which kinds of identity each customer has, by reference. */
async function people(shop: TestShop): Promise<Record<string, string[]>> {
  const rows = await database.owner.sql<{ who: string; kinds: string[] }[]>`
    select coalesce(c.reference, '?') as who, array_agg(i.kind order by i.kind, i.value_hash) filter (where i.kind is not null) as kinds
    from customer c left join identity i on i.workspace_id = c.workspace_id and i.customer_id = c.customer_id
    where c.workspace_id = ${shop.workspaceId} and c.kind = 'person' group by c.customer_id, c.reference order by 1`;
  return Object.fromEntries(rows.map(({ who, kinds }, i) => [who === "?" ? `?${i}` : who, kinds]));
}

const joinsOf = (shop: TestShop) => database.owner.sql`
  select a.reference as into, b.reference as from, j.state, j.reason from customer_join j
  join customer a on a.workspace_id = j.workspace_id and a.customer_id = j.into_customer
  join customer b on b.workspace_id = j.workspace_id and b.customer_id = j.from_customer
  where j.workspace_id = ${shop.workspaceId} order by 1, 2`;

describe("a file of customers", () => {
  it("brings attributes, consent and identities; again it changes nothing, in any order", async () => {
    const shop = await testShop(database, "people");
    const head =
      "customer,email,email_verified,phone,card,web,home_area,consent_email,consent_post,consent_on,profession";
    const rows = [
      "C1,Anne@Example.fr,yes,+33 6 12 34 56 78,12-34,w1,69,given,opposed,2024-01-02,nurse",
      "C2,bob@example.fr,no,,56 78,,75,no,,,",
    ];
    const columns = Object.fromEntries(
      head
        .split(",")
        .slice(0, -1)
        .map((name) => [name, name]),
    );
    const mapping = { columns, attributes: ["profession"] };
    const first = await shop.import(file(head, ...rows), { kind, mapping });
    expect(first).toMatchObject({ inserted: 2, corrected: 0, unchanged: 0, identities: 8, refused: 0 });
    const again = await shop.import(file(head, ...rows.reverse()), { kind, mapping });
    expect(again).toMatchObject({ inserted: 0, corrected: 0, unchanged: 2, identities: 0, joinsProposed: 0 });
    expect(await people(shop)).toEqual({
      C1: ["card", "email", "phone", "reference", "web"],
      C2: ["card", "email", "reference"],
    });
    const told = await database.owner.sql`
      select reference, home_area, attributes, consent from customer
      where workspace_id = ${shop.workspaceId} order by 1`;
    expect([...told]).toEqual([
      {
        reference: "C1",
        home_area: "69",
        attributes: { profession: "nurse" },
        consent: { email: { state: "given", on: "2024-01-02" }, post: { state: "opposed", on: "2024-01-02" } },
      },
      { reference: "C2", home_area: "75", attributes: {}, consent: { email: { state: "refused", on: null } } },
    ]);
    const [verified] = await database.owner.sql`
      select count(*) filter (where verified)::int as verified, bool_and(registered) as registered from identity
      where workspace_id = ${shop.workspaceId}`;
    expect(verified).toEqual({ verified: 1, registered: true });
  });

  it("keeps what it overwrites, value by value; an older consent and an empty cell overwrite nothing", async () => {
    const shop = await testShop(database, "overwrites");
    const head = "customer,home_area,consent_email,consent_on";
    await shop.import(file(head, "C1,69,opposed,2024-05-01", "C2,75,,"), { kind });
    const second = await shop.import(file(head, "C1,,given,2024-04-01", "C2,13,given,2024-06-01"), { kind });
    expect(second).toMatchObject({ inserted: 0, corrected: 1, unchanged: 1 });
    const kept = await database.owner.sql`
      select c.reference, o.column_name, o.before, o.after from overwritten_value o
      join customer c on c.workspace_id = o.workspace_id and c.customer_id = o.row_id
      where o.workspace_id = ${shop.workspaceId} order by o.by_batch, 1, 2`;
    expect([...kept]).toEqual([
      { reference: "C1", column_name: "*", before: null, after: null },
      { reference: "C2", column_name: "*", before: null, after: null },
      { reference: "C2", column_name: "consent.email", before: null, after: { state: "given", on: "2024-06-01" } },
      { reference: "C2", column_name: "home_area", before: "75", after: "13" },
    ]);
  });

  it("refuses, in one sentence each: no address, no number, no consent, no date, nobody", async () => {
    const shop = await testShop(database, "bad-people");
    const report = await shop.import(
      file(
        "customer,email,phone,consent_sms,consent_on",
        "C1,anne at home,,,",
        "C2,,call me,,",
        "C3,,,maybe,",
        "C4,,,given,31/02/2026",
        ",,,,",
        "C6,,,given,2031-01-01",
        "C7,,,,",
      ),
      { kind },
    );
    expect([report.kept, report.refused]).toEqual([1, 6]);
    const { rejects } = await shop.batch(report.batchId);
    expect(rejects.map(({ line, column, value, code }) => [line, column, value, code])).toEqual([
      [2, "email", "anne at home", "email"],
      [3, "phone", "call me", "phone"],
      [4, "consent_sms", "maybe", "consent"],
      [5, "consent_on", "31/02/2026", "date"],
      [6, "customer", "", "nobody"],
      [7, "consent_on", "2031-01-01", "dateAbsurd"],
    ]);
  });
});

describe("two identities in one row (D5)", () => {
  it("receipts by card, then a file that says whose card it is: one customer, with the receipts", async () => {
    const shop = await testShop(database, "card-first");
    const byCard = await shop.import(receipts("R1,2024-03-01,S1,12-34,P1,1,10", "R2,2024-03-02,S1,1234,P1,1,10"), {
      mapping: { identity: "card" },
    });
    expect(byCard).toMatchObject({ customers: 1, newCustomers: 1 });
    const told = await shop.import(file("customer,card", "C1,12 34", "C2,99"), { kind });
    expect(told).toMatchObject({ customers: 2, newCustomers: 1 });
    const later = await shop.import(receipts("R3,2024-03-03,S1,C1,P1,1,10"), { mapping: {} });
    expect(later).toMatchObject({ customers: 1, newCustomers: 0 });
    const [row] = await database.owner.sql`
      select count(*)::int as lines, count(distinct customer_id)::int as people from purchase_line
      where workspace_id = ${shop.workspaceId}`;
    expect(row).toEqual({ lines: 3, people: 1 });
  });

  it("an address of somebody without history moves; who is left with nothing is taken in, opposition and all", async () => {
    const shop = await testShop(database, "letters-first");
    await shop.import(file("email,consent_email,home_area", "a@x.fr,opposed,69"), { kind });
    await shop.import(file("customer,home_area", "C1,75"), { kind });
    await shop.import(file("customer,email", "C1,A@x.fr"), { kind });
    expect(await people(shop)).toEqual({ C1: ["email", "reference"] });
    const [told] = await database.owner.sql`
      select home_area, consent from customer where workspace_id = ${shop.workspaceId}`;
    expect(told).toEqual({ home_area: "75", consent: { email: { state: "opposed", on: null } } });
  });

  it("two customers with history are proposed once, into the older; a declined pair never again", async () => {
    const shop = await testShop(database, "both");
    await shop.import(receipts("R1,2024-03-01,S1,C1,P1,1,10"));
    await shop.import(receipts("R2,2024-03-01,S1,C2,P1,1,10"));
    const rows = ["customer,email,email_verified", "C1,a@x.fr,yes", "C2,a@x.fr,yes"];
    const first = await shop.import(file(...rows), { kind });
    expect(first).toMatchObject({ joinsProposed: 1, identities: 1, newCustomers: 0 });
    expect([...(await joinsOf(shop))]).toEqual([{ into: "C1", from: "C2", state: "proposed", reason: "email" }]);
    expect(await people(shop)).toEqual({ C1: ["email", "reference"], C2: ["reference"] });
    expect((await shop.import(file(...rows), { kind })).joinsProposed).toBe(0);
    await database.owner.sql`update customer_join set state = 'declined' where workspace_id = ${shop.workspaceId}`;
    expect((await shop.import(file(...rows), { kind })).joinsProposed).toBe(0);
    expect(await joinsOf(shop)).toHaveLength(1);
  });

  it("references without history are never taken for one, whatever they share; a placeholder joins nobody", async () => {
    const shop = await testShop(database, "placeholder");
    const names = ["C1", "C2", "C3", "C4", "C5", "C6"];
    const rows = names.map((name) => `${name},none@none.fr,`);
    const report = await shop.import(file("customer,email,phone", ...rows, "C7,,+33611111111", "C8,,+33611111111"), {
      kind,
    });
    expect(report).toMatchObject({ newCustomers: 8, sharedIdentities: 1, identities: 9, joinsProposed: 0 });
    expect(Object.keys(await people(shop))).toHaveLength(8);
  });

  it("the same verified address joins by itself where the workspace says so: a job is asked for", async () => {
    const shop = await testShop(database, "rule");
    await database.owner.sql`
      update workspace set settings = '{"joinSameVerifiedEmail": true}' where id = ${shop.workspaceId}`;
    for (const name of ["C1", "C2", "C3", "C4"]) {
      await shop.import(receipts(`${name},2024-03-01,S1,${name},P1,1,10`));
    }
    const report = await shop.import(
      file("customer,email,email_verified", "C1,a@x.fr,yes", "C2,a@x.fr,yes", "C3,b@x.fr,yes", "C4,b@x.fr,no"),
      { kind },
    );
    expect(report.joinsProposed).toBe(2);
    expect([...(await joinsOf(shop))]).toEqual([
      { into: "C1", from: "C2", state: "joining", reason: "email" },
      { into: "C3", from: "C4", state: "proposed", reason: "email" },
    ]);
    const [job] = await database.owner.sql`
      select r.subject = 'customer_join:' || j.id as asked from job_run r, customer_join j
      where r.workspace_id = ${shop.workspaceId} and j.workspace_id = r.workspace_id and r.job = 'join-customers'
        and j.state = 'joining'`;
    expect(job).toEqual({ asked: true });
  });

  it("an address is the same whichever source names it, a card is a source's own", async () => {
    const shop = await testShop(database, "sources");
    await shop.import(file("customer,email,card", "C1,a@x.fr,7"), { kind, source: "crm" });
    const byEmail = { mapping: { identity: "email" }, source: "web" };
    expect(await shop.import(receipts("R1,2024-03-01,W,A@X.fr,P1,1,10"), byEmail)).toMatchObject({ newCustomers: 0 });
    const byCard = { mapping: { identity: "card" }, source: "tills" };
    expect(await shop.import(receipts("R1,2024-03-01,S,7,P1,1,10"), byCard)).toMatchObject({ newCustomers: 1 });
    const [plain] = await database.owner.sql`
      select count(*)::int as n from customer where workspace_id = ${shop.workspaceId} and reference is null and kind = 'person'`;
    expect(plain?.n).toBe(1);
  });
});

describe("somebody who was erased or suppressed", () => {
  it("is refused in every kind of file, without naming the value", async () => {
    const shop = await testShop(database, "suppressed");
    await shop.import(file("customer,email", "C1,a@x.fr", "C2,b@x.fr"), { kind });
    await database.owner.sql`
      update identity i set customer_id = null, suppressed_at = now() from customer c
      where i.workspace_id = ${shop.workspaceId} and c.workspace_id = i.workspace_id
        and c.customer_id = i.customer_id and c.reference = 'C1'`;
    const reports = [
      await shop.import(receipts("R1,2024-03-01,S1,C1,P1,1,10", "R1,2024-03-01,S1,C2,P1,1,10")),
      await shop.import(file("customer,email", "C9,a@x.fr", "C2,"), { kind, source: "crm" }),
      await shop.import(file("customer,at,score", "C1,2024-03-01,9", "C2,2024-03-01,9"), { kind: "survey_responses" }),
      await shop.import(file("customer,at,kind", "C1,2024-03-01,visit", "C2,2024-03-01,visit"), {
        kind: "interactions",
      }),
      await shop.import(file("customer,at", "C1,2024-03-01", "C2,2024-03-01"), { kind: "survey_invitations" }),
      await shop.import(file("customer,at,persona", "C1,2024-03-01,p", "C2,2024-03-01,p"), { kind: "persona_answers" }),
    ];
    for (const report of reports) {
      const { rejects } = await shop.batch(report.batchId);
      expect(rejects.map(({ code, value }) => [code, value])).toEqual([["suppressed", ""]]);
      expect(report.kept).toBe(1);
    }
    const [left] = await database.owner.sql`
      select count(*)::int as n from customer where workspace_id = ${shop.workspaceId} and reference in ('C1', 'C9')`;
    expect(left?.n).toBe(1);
  });
});
