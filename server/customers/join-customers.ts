import { and, eq, inArray } from "drizzle-orm";
import { customer, customerJoin } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { record } from "../audit/record";
import type { Scope } from "../scope";
import { currentPerson } from "./current-person";
import { fillPerson } from "./fill-person";
import type { Join } from "./find-person";
import { joinLists } from "./move-lists";
import { moveRows } from "./move-rows";
import { readTraits, writeTraits } from "./person-row";
import { touchMoved } from "./touch-moved";

/**
 * Makes one person of two (D5), in the caller's transaction of the owner: identities and all rows of `from` go to `into`, which
 * takes over what it lacks; what stood there before is kept with the join. Frozen cohorts are not touched: who counts the
 * members asks whom they were joined into. Two that are one already, or of whom one is gone, are not joined.
 */
export async function joinCustomers(scope: Scope, join: Join): Promise<void> {
  const { db, workspaceId } = scope;
  const from = await currentPerson(scope, join.fromCustomer);
  const into = await currentPerson(scope, join.intoCustomer);
  const own = and(eq(customerJoin.workspaceId, workspaceId), eq(customerJoin.id, join.id));
  if (from === null || into === null || from === into) {
    await db.update(customerJoin).set({ state: "declined" }).where(own);
    return;
  }
  const sql = clientOf(db);
  const before = { from: await readTraits(scope, from), into: await readTraits(scope, into) };
  await touchMoved(sql, { workspaceId, of: from, people: [from, into] });
  await moveIdentities(scope, { from, into, joinId: join.id });
  const moved = await moveRows(sql, { workspaceId, from, into });
  const lists = await joinLists(sql, { workspaceId, from, into });
  await writeTraits(scope, into, fillPerson(before.into, before.from));
  await db.delete(customer).where(and(eq(customer.workspaceId, workspaceId), eq(customer.customerId, from)));
  await db
    .update(customerJoin)
    .set({
      fromCustomer: from,
      intoCustomer: into,
      state: "joined",
      decidedAt: join.decidedAt ?? scope.now,
      joinedOn: scope.today,
      before: { ...before, lists },
      moved,
    })
    .where(own);
  await settleProposals(scope, [from, into]);
  await record(scope, { action: "customer.joined", subject: `customer_join:${join.id}`, after: { from, into, moved } });
}

async function moveIdentities(
  { db, workspaceId }: Scope,
  { from, into, joinId }: { from: number; into: number; joinId: number },
): Promise<void> {
  const sql = clientOf(db);
  await sql.unsafe(
    `insert into joined_identity (workspace_id, join_id, source_id, kind, value_hash)
     select $1, $3, i.source_id, i.kind, i.value_hash from identity i where i.workspace_id = $1 and i.customer_id = $2`,
    [workspaceId, from, joinId],
  );
  await sql.unsafe("update identity set customer_id = $3 where workspace_id = $1 and customer_id = $2", [
    workspaceId,
    from,
    into,
  ]);
}

/** Proposals to join the two have nothing left to ask. */
async function settleProposals({ db, workspaceId, now }: Scope, pair: number[]): Promise<void> {
  await db
    .update(customerJoin)
    .set({ state: "declined", decidedAt: now })
    .where(
      and(
        eq(customerJoin.workspaceId, workspaceId),
        eq(customerJoin.state, "proposed"),
        inArray(customerJoin.fromCustomer, pair),
        inArray(customerJoin.intoCustomer, pair),
      ),
    );
}
