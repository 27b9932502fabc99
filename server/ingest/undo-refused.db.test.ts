import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { acceptJoin } from "../customers/accept-join";
import { askErasure } from "../customers/ask-erasure";
import { type Admin, adminOf } from "../customers/testing";
import { enqueue } from "../jobs/enqueue";
import { type TestShop, testShop } from "./testing";

let database: TestDatabase;
let shop: TestShop;
let admin: Admin;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "refused-undo");
  admin = adminOf(database, shop);
});
afterAll(() => database.drop());

/** Two people whom an import's proposal joined, and a third into whom the one who stayed was joined by hand. */
async function joinedFurther(name: string) {
  const people = ["A", "B", "C"].map((letter) => `${name}-${letter}`);
  const line = (who: string) => `R-${who},2024-02-01,S1,${who},P1,1,10.00`;
  await shop.import({
    "a.csv": ["receipt,at,store,customer,product,quantity,amount", ...people.map(line), ""].join("\n"),
  });
  const [a = "", b = "", c = ""] = people;
  const address = `${name}@example.com`;
  const { batchId } = await shop.import(
    { "people.csv": `customer,email\n${a},${address}\n${b},${address}\n` },
    { kind: "customers" },
  );
  const [proposal] = await database.owner.sql<{ id: string }[]>`
    select id from customer_join where workspace_id = ${shop.workspaceId} and batch_id = ${batchId}`;
  await admin.enter((scope) => acceptJoin(scope, { id: Number(proposal?.id) }));
  await admin.jobs();
  const [made] = await database.owner.sql<{ id: string }[]>`
    select into_customer as id from customer_join where id = ${proposal?.id ?? 0}`;
  const further = await admin.join(Number(made?.id), await admin.person(c));
  return { batchId, proposal: Number(proposal?.id), further };
}

const stateOf = async (join: number) => {
  const [row] = await database.owner.sql`select state from customer_join where id = ${join}`;
  return row?.state;
};
const audited = async (action: string) => {
  const [row] = await database.owner.sql`
    select subject, after from audit_event where workspace_id = ${shop.workspaceId} and action = ${action}
    order by id desc limit 1`;
  return row;
};

describe("an import whose people were joined further since", () => {
  it("is not undone before that join is: said when it is asked, and undone after", async () => {
    const { batchId, proposal, further } = await joinedFurther("asked");
    await expect(admin.undo(batchId)).rejects.toMatchObject({
      code: "customers.joinedFurther",
      params: { join: further },
    });
    expect((await shop.batch(batchId)).batch.state).toBe("done");
    await admin.part(further);
    await admin.undo(batchId);
    expect([(await shop.batch(batchId)).batch.state, await stateOf(proposal)]).toEqual(["undone", "parted"]);
  });

  it("joined between the asking and the job: the import is done as before, says why, and may be asked to go again", async () => {
    const { batchId, further } = await joinedFurther("late");
    await database.owner.sql`update import_batch set state = 'undoing' where id = ${batchId}`;
    await admin.enter((scope) => enqueue(scope, "undo-import", `import_batch:${batchId}`, { batchId }));
    await admin.jobs();
    const { batch } = await shop.batch(batchId);
    expect(batch).toMatchObject({
      state: "done",
      undoneBy: null,
      error: { code: "customers.joinedFurther", params: { join: further } },
    });
    expect(await audited("data:import.undoRefused")).toMatchObject({ subject: `import_batch:${batchId}` });
    await admin.part(further);
    await admin.undo(batchId);
    expect((await shop.batch(batchId)).batch).toMatchObject({ state: "undone", error: null });
  });
});

describe("a job that failed for good", () => {
  it("of a join's undoing: the join stands, and the audit says why", async () => {
    const { proposal, further } = await joinedFurther("parted");
    await database.owner.sql`update customer_join set state = 'parting' where id = ${proposal}`;
    await admin.enter((scope) => enqueue(scope, "join-customers", `customer_join:${proposal}`, { joinId: proposal }));
    await admin.jobs();
    expect(await stateOf(proposal)).toBe("joined");
    expect(await audited("customer.joinRefused")).toMatchObject({
      subject: `customer_join:${proposal}`,
      after: { state: "joined", code: "customers.joinedFurther", params: { join: further } },
    });
  });

  it("of an erasure: asked again, the same one gets a new job; while one waits it is refused", async () => {
    const id = await admin.person("parted-C");
    const ask = () => admin.enter((scope) => askErasure(scope, { id }));
    const first = await ask();
    await expect(ask()).rejects.toMatchObject({ code: "customers.moving" });
    const { sql } = database.owner;
    await sql`update job_run set state = 'failed' where subject = ${`erasure:${first.id}`}`;
    expect(await ask()).toEqual(first);
    await admin.jobs();
    const [row] = await sql`select state from erasure where id = ${first.id}`;
    expect(row?.state).toBe("done");
  });
});
