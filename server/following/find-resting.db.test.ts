import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { changeFields } from "../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { enqueue } from "../jobs/enqueue";
import { handlers } from "../jobs/registry";
import { runChain } from "../jobs/run-chain";
import { goWithoutPlacebos } from "./placebos/awaits-placebos";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const LAST = 575;
const START = 480;
const BACK = 540;
const at = (day: number) => plus(FIRST_DAY, day);

/** Shops that moved and moved back: watched until the day before, each counted, read and closed. */
async function retailerWithClosed(seed: number, shops: number[]): Promise<{ retailer: TestRetailer; ids: number[] }> {
  const retailer = await testRetailer(database, { seed, customers: 1500, days: LAST + 1, stores: 8 });
  await retailer.derive();
  const ids: number[] = [];
  for (const [i, shop] of shops.entries()) {
    const scope = { stores: [{ id: retailer.stores[shop] ?? 0 }] };
    const fields = { title: "Moved", moved: "store", kind: "moved", start: at(START + i), scope };
    const record = () =>
      retailer.inScope(
        (within) => recordChange(within, { ...changeFields.parse(fields), as: "recorded" }),
        at(START + i),
      );
    ids.push((await record()).id);
  }
  await database.owner.sql`
    update change set state = 'rolled_back', end_actual = ${at(BACK)} where workspace_id = ${retailer.workspaceId}`;
  await night(retailer, "derive-visits");
  await retailer.inScope(async (scope) => {
    for (const id of ids) await goWithoutPlacebos(scope, id);
  });
  await night(retailer);
  return { retailer, ids };
}

/** Runs what start-changes, or an earlier step, asks for. @returns the steps of changes that ran */
async function night(retailer: TestRetailer, from: "derive-visits" | "start-changes" = "start-changes") {
  const { workspaceId } = retailer;
  const { sql: owner } = database.owner;
  const workshop = { app: database.app, owner: database.owner, clock: () => new Date() };
  const [before] = await owner<{ id: number }[]>`select coalesce(max(id), 0)::int as id from job_run`;
  await retailer.inScope((scope) => enqueue(scope, from, "workspace", {}));
  await runChain(workshop, workspaceId, handlers, ["run-placebos", "look-for-drift", "judge-data"]);
  const runs = await owner<{ job: string; subject: string; state: string }[]>`
    select job, subject, state from job_run where workspace_id = ${workspaceId} and id > ${before?.id ?? 0}
      and job not in ('run-placebos', 'look-for-drift', 'judge-data') order by id`;
  expect(runs.filter(({ state }) => state !== "done")).toEqual([]);
  return {
    counted: runs.flatMap(({ job, subject }) => (job === "count-days" ? Number(subject.slice("change:".length)) : [])),
    steps: runs.filter(({ subject }) => subject.startsWith("change:")).length,
    lists: runs.filter(({ job }) => job === "draw-up-list").length,
  };
}

async function buy(retailer: TestRetailer, customerId: string, day: string): Promise<void> {
  const { workspaceId, sourceId, stores, products } = retailer;
  await database.owner.sql`
    insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id, product_id,
      channel, fulfilment, kind, quantity, amount_minor, batch_id)
    values (${workspaceId}, ${customerId}, ${sourceId}, decode(lpad(to_hex(${Date.parse(day)}::bigint), 32, 'f'), 'hex'), -1, ${day}::date,
      ${day}, 600, ${stores[5] ?? 0}, ${products[0] ?? 0}, 'store', 'store', 'sale', 1, 100, 1)`;
  await database.owner.sql`
    insert into touched_customer (workspace_id, customer_id, from_day) values (${workspaceId}, ${customerId}, ${day})`;
}

describe("changes whose watch is over", () => {
  it("ask for nothing; a late row on their days counts again those whose member it is of, and nobody else", async () => {
    const { retailer, ids } = await retailerWithClosed(61, [0, 1, 2, 3]);
    expect(ids).toHaveLength(4);
    expect(await night(retailer)).toEqual({ counted: [], steps: 0, lists: 1 });

    const members = await database.owner.sql<{ id: string; changes: number[] }[]>`
      select customer_id as id, array_agg(change_id::int order by change_id) as changes from cohort_member m
      where workspace_id = ${retailer.workspaceId} and arm in ('exposed', 'twin') and not exists (
        select from visit v where v.workspace_id = m.workspace_id and v.customer_id = m.customer_id and v.day = ${at(520)})
      group by customer_id having count(*) < 4 order by customer_id limit 1`;
    const [member] = members;
    const rows = () => database.owner.sql`
      select change_id, part, round, stratum, day, risk_exposed, risk_twin, events_exposed, events_twin from stratum_day
      where workspace_id = ${retailer.workspaceId} order by 1, 2, 3, 4, 5`;
    const before = await rows();
    await buy(retailer, member?.id ?? "0", at(520));
    expect((await night(retailer, "derive-visits")).counted).toEqual(member?.changes);
    const after = await rows();
    expect(after).not.toEqual(before);
    expect(await night(retailer)).toEqual({ counted: [], steps: 0, lists: 1 });

    await database.owner.sql`update cohort set counted_with = null where workspace_id = ${retailer.workspaceId}`;
    expect((await night(retailer)).counted).toEqual(ids);
    expect(await rows()).toEqual(after);

    await buy(retailer, member?.id ?? "0", at(BACK + 5));
    expect((await night(retailer, "derive-visits")).counted).toEqual([]);
    await database.owner.sql`delete from visit_moved`;
    expect((await night(retailer)).counted).toEqual([]);
  });

  it("are gone through again where a store-day is missing, came in, or another change has begun on their days", async () => {
    const { retailer, ids } = await retailerWithClosed(62, [0, 3]);
    const { workspaceId, stores } = retailer;
    const { sql: owner } = database.owner;
    expect((await night(retailer)).counted).toEqual([]);
    await owner`insert into store_day (workspace_id, store_id, day, status, lines)
      values (${workspaceId}, ${stores[1] ?? 0}, ${at(500)}, 'missing', 0), (${workspaceId}, ${stores[1] ?? 0}, ${at(501)}, 'open', 9)`;
    expect((await night(retailer)).counted).toEqual(ids);
    expect((await night(retailer)).counted).toEqual([]);
    await owner`update store_day set status = 'open', lines = 9 where workspace_id = ${workspaceId}`;
    expect((await night(retailer)).counted).toEqual(ids);
    expect((await night(retailer)).counted).toEqual([]);
    await owner`update change set state = 'live', end_actual = null where workspace_id = ${workspaceId} and id = ${ids[1] ?? 0}`;
    expect((await night(retailer)).counted).toContain(ids[1]);
  });

  it("answers on their days are read, later ones are not", async () => {
    const { retailer, ids } = await retailerWithClosed(63, [0]);
    const { workspaceId, sourceId } = retailer;
    expect((await night(retailer)).counted).toEqual([]);
    const bring = (day: string) =>
      database.owner.db.execute(sql`
        insert into import_batch (workspace_id, source_id, kind, via, files, mapping, state, created_at, finished_at, first_day, last_day)
        values (${workspaceId}, ${sourceId}, 'survey_responses', 'command', '[]', '{}', 'done', now(), now(), ${day}::date, ${day}::date)`);
    await bring(at(BACK + 1));
    expect((await night(retailer)).counted).toEqual([]);
    await bring(at(BACK - 1));
    expect((await night(retailer)).counted).toEqual(ids);
    expect((await night(retailer)).counted).toEqual([]);
  });
});
