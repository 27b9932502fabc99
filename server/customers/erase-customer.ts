import { and, eq } from "drizzle-orm";
import type postgres from "postgres";
import { erasure } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { record } from "../audit/record";
import type { Scope } from "../scope";
import { currentPerson } from "./current-person";
import { eraseRejects } from "./erase-rejects";
import { keepCounts } from "./keep-counts";
import { factTables } from "./person-tables";

/** Tables of rows that name a customer in `customer_id`, as everything of the person goes from them. */
const tables = [
  ...factTables.map(({ name }) => name),
  ...["verbatim", "visit", "visit_moved", "customer_state", "stale_state", "membership"],
  ...["change_customer", "cohort_member", "superseded_row", "touched_customer"],
];

/**
 * Removes every row of a person (D16), in the caller's transaction of the owner: their own, those of whom was joined into them,
 * what corrections had set aside, refused rows that name them. Of each identity a keyed hash stays, so that the next import
 * refuses it. Counts already made stay as they are. Who was joined into another since it was asked, by an import's rule, is
 * erased as that one.
 * @returns false where the erasure is done already
 */
export async function eraseCustomer(scope: Scope, erasureId: number): Promise<boolean> {
  const { db, workspaceId, now } = scope;
  const own = and(eq(erasure.workspaceId, workspaceId), eq(erasure.id, erasureId));
  const [asked] = await db.select().from(erasure).where(own).for("update");
  if (asked?.state !== "asked" || asked.customerId === null) return false;
  const sql = clientOf(db);
  await gatherPerson(sql, workspaceId, (await currentPerson(scope, asked.customerId)) ?? asked.customerId);
  const { first, last } = await spanOf(sql, workspaceId);
  await keepCounts(sql, workspaceId);
  const removed: Record<string, number> = { import_reject: await eraseRejects(sql, workspaceId) };
  for (const table of tables) removed[table] = await eraseFrom(sql, workspaceId, table);
  await eraseJoins(sql, workspaceId);
  removed.identity = await suppressIdentities(sql, workspaceId, now);
  await sql.unsafe(
    `delete from overwritten_value o using erased e where o.workspace_id = $1 and o.table_name = 'customer' and o.row_id = e.customer_id`,
    [workspaceId],
  );
  removed.customer = await eraseFrom(sql, workspaceId, "customer");
  if (first)
    await sql.unsafe(
      "delete from model where workspace_id = $1 and valid_from is null and fitted_on >= $2::text::date",
      [workspaceId, first],
    );
  await db
    .update(erasure)
    .set({ customerId: null, state: "done", doneAt: now, firstDay: first, lastDay: last, removed })
    .where(own);
  await record(scope, { action: "customer.erased", subject: `erasure:${erasureId}`, after: { removed } });
  return true;
}

/** `erased(customer_id)`: the person, and whoever was joined into them. */
async function gatherPerson(sql: postgres.TransactionSql, workspaceId: number, customerId: number): Promise<void> {
  await sql.unsafe("drop table if exists erased");
  await sql.unsafe("create temp table erased (customer_id bigint primary key) on commit drop");
  await sql.unsafe(
    `insert into erased
     with recursive person as (
       select $2::bigint as customer_id
       union
       select j.from_customer from person p join customer_join j
         on j.workspace_id = $1 and j.into_customer = p.customer_id and j.state in ('joined', 'parting')
     )
     select customer_id from person`,
    [workspaceId, customerId],
  );
}

/** The first and last day of the person's rows. */
async function spanOf(sql: postgres.TransactionSql, workspaceId: number) {
  const days = factTables.map(
    ({ name }) => `select min(t.day) as first, max(t.day) as last from ${name} t
      where t.workspace_id = $1 and t.customer_id in (select customer_id from erased)`,
  );
  const [row] = await sql.unsafe<{ first: string | null; last: string | null }[]>(
    `select min(first)::text as first, max(last)::text as last from (${days.join(" union all ")}) each`,
    [workspaceId],
  );
  return { first: row?.first ?? null, last: row?.last ?? null };
}

async function eraseFrom(sql: postgres.TransactionSql, workspaceId: number, table: string): Promise<number> {
  const done = await sql.unsafe(
    `delete from ${table} t using erased e where t.workspace_id = $1 and t.customer_id = e.customer_id`,
    [workspaceId],
  );
  return done.count;
}

/** Joins, made or proposed, say who somebody was: they go with the identities that they moved. */
async function eraseJoins(sql: postgres.TransactionSql, workspaceId: number): Promise<void> {
  await sql.unsafe(
    `with gone as (
       delete from customer_join j using erased e
       where j.workspace_id = $1 and (j.from_customer = e.customer_id or j.into_customer = e.customer_id) returning j.id
     )
     delete from joined_identity i using gone where i.workspace_id = $1 and i.join_id = gone.id`,
    [workspaceId],
  );
}

async function suppressIdentities(sql: postgres.TransactionSql, workspaceId: number, now: Date): Promise<number> {
  const done = await sql.unsafe(
    `update identity i set customer_id = null, suppressed_at = $2, first_seen = null, registered = false, verified = false
     from erased e where i.workspace_id = $1 and i.customer_id = e.customer_id`,
    [workspaceId, now.toISOString()],
  );
  return done.count;
}
