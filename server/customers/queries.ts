import { and, count, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { customer, customerJoin, erasure } from "@/db/schema";
import { record } from "../audit/record";
import { may } from "../auth/permissions";
import type { Scope } from "../scope";
import type { joinsOutput, ShownJoin } from "./schema";

const shownJoins = 200;
const waiting = ["proposed"] as const;
const decided = ["joining", "joined", "parting", "parted", "declined"] as const;

/** Joins proposed and decided. References only for those who may see people, and then the look is audited. */
export async function joins(scope: Scope): Promise<z.input<typeof joinsOutput>> {
  const proposed = await joinsIn(scope, waiting);
  const made = await joinsIn(scope, decided);
  const people = [...proposed.rows, ...made.rows].flatMap((row) => [row.from, row.into]);
  if (seesPeople(scope) && people.length > 0) {
    const seen = [...new Set(people.map((one) => one.id))];
    await record(scope, { action: "people.see", subject: "customer_join", after: { people: seen } });
  }
  return {
    proposed: proposed.rows,
    made: made.rows,
    counts: { proposed: proposed.total, made: made.total },
    currency: scope.workspace.currency,
  };
}

function seesPeople({ actor }: Scope): boolean {
  return actor.kind === "member" && may(actor, "people:see");
}

async function joinsIn(scope: Scope, states: readonly ShownJoin["state"][]) {
  const here = and(eq(customerJoin.workspaceId, scope.workspaceId), inArray(customerJoin.state, [...states]));
  const [all] = await scope.db.select({ n: count() }).from(customerJoin).where(here);
  const rows = await scope.db
    .select({
      join: customerJoin,
      from: referenceOf(scope, "from_customer"),
      into: referenceOf(scope, "into_customer"),
    })
    .from(customerJoin)
    .where(here)
    .orderBy(desc(customerJoin.id))
    .limit(shownJoins);
  const sees = seesPeople(scope);
  return {
    total: all?.n ?? 0,
    rows: rows.map(({ join, from, into }): ShownJoin => {
      const { id, state, reason, batchId, proposedAt, decidedAt, joinedOn, partedOn, moved } = join;
      const ends = {
        from: { id: join.fromCustomer, reference: sees ? from : null },
        into: { id: join.intoCustomer, reference: sees ? into : null },
      };
      return { id, ...ends, state, reason, batchId, proposedAt, decidedAt, joinedOn, partedOn, moved };
    }),
  };
}

/** A person's reference; of one who was joined into another, as it stood before. */
function referenceOf({ workspaceId }: Scope, column: "from_customer" | "into_customer") {
  const side = column === "from_customer" ? "from" : "into";
  return sql<string | null>`coalesce(
    (select c.reference from ${customer} c
      where c.workspace_id = ${workspaceId} and c.customer_id = ${customerJoin}.${sql.identifier(column)}),
    ${customerJoin.before} -> ${side}::text ->> 'reference')`;
}

/** How many people were erased after `since` whose rows lay between two days: what is counted over them again uses what is left (D16). */
export async function erasedSince(
  { db, workspaceId }: Scope,
  { from, to, since }: { from: string; to: string; since: Date },
): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(erasure)
    .where(
      and(
        eq(erasure.workspaceId, workspaceId),
        eq(erasure.state, "done"),
        gt(erasure.doneAt, since),
        sql`${erasure.firstDay} <= ${to}::date and ${erasure.lastDay} >= ${from}::date`,
      ),
    );
  return row?.n ?? 0;
}
