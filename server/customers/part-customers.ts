import { and, asc, eq, ne } from "drizzle-orm";
import { customer, customerJoin } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { record } from "../audit/record";
import type { Scope } from "../scope";
import { fillPerson, type PersonTraits, partedPerson, unfillPerson } from "./fill-person";
import type { Join } from "./find-person";
import { refuseIfJoinedFurther } from "./joined-further";
import { type Lists, partLists } from "./move-lists";
import { moveRows } from "./move-rows";
import { readTraits, writeTraits } from "./person-row";
import { touchMoved } from "./touch-moved";

export interface Before {
  from: PersonTraits;
  into: PersonTraits;
  lists: Lists;
}

/**
 * Undoes a join, in the caller's transaction of the owner: the identities that it moved go back, and every row that came with
 * one of them, also since; where undone imports took all of them along, nobody is left to go back. `into` gives back what it had taken over, as far as no import said otherwise meanwhile.
 * @throws Conflict (joined further since)
 */
export async function partCustomers(scope: Scope, join: Join): Promise<void> {
  const { db, workspaceId } = scope;
  const { id: joinId, fromCustomer: from, intoCustomer: into } = join;
  await refuseIfJoinedFurther(scope, into);
  const sql = clientOf(db);
  const before = join.before as unknown as Before;
  const now = await readTraits(scope, into);
  const identities = await sql.unsafe(
    `update identity i set customer_id = $3 from joined_identity j
     where i.workspace_id = $1 and i.customer_id = $2 and j.workspace_id = $1 and j.join_id = $4
       and j.source_id = i.source_id and j.kind = i.kind and j.value_hash = i.value_hash`,
    [workspaceId, into, from, joinId],
  );
  if (identities.count > 0) {
    const parted = partedPerson(now, before.into, before.from);
    await db.insert(customer).values({ workspaceId, customerId: from, kind: "person", ...parted });
    await partLists(sql, { workspaceId, from, into }, { joinId, before: before.lists });
  }
  const moved = await moveRows(sql, { workspaceId, from: into, into: from, joinId });
  await writeTraits(scope, into, await withoutJoin(scope, join, now, before));
  await touchMoved(sql, { workspaceId, of: from, people: [from, into] });
  await db
    .update(customerJoin)
    .set({ state: "parted", partedOn: scope.today })
    .where(and(eq(customerJoin.workspaceId, workspaceId), eq(customerJoin.id, joinId)));
  await record(scope, { action: "customer.parted", subject: `customer_join:${joinId}`, after: { from, into, moved } });
}

/** The person that stays, without what this join gave, and with what the other joins give that still stand. */
async function withoutJoin(scope: Scope, join: Join, now: PersonTraits, before: Before): Promise<PersonTraits> {
  const others = await scope.db
    .select({ before: customerJoin.before })
    .from(customerJoin)
    .where(
      and(
        eq(customerJoin.workspaceId, scope.workspaceId),
        eq(customerJoin.intoCustomer, join.intoCustomer),
        eq(customerJoin.state, "joined"),
        ne(customerJoin.id, join.id),
      ),
    )
    .orderBy(asc(customerJoin.id));
  const rest = unfillPerson(now, before.into, before.from);
  return others.reduce((person, other) => fillPerson(person, (other.before as unknown as Before).from), rest);
}
