import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { customer } from "@/db/schema";
import { record } from "../audit/record";
import { may } from "../auth/permissions";
import { rhythmOfPerson } from "../churn/queries";
import { NotFound } from "../errors";
import { type Scope, todayOf } from "../scope";
import { lineOf } from "./person-line";
import { identityKinds } from "./schema";
import type { LineKind } from "./shown";

/** Days of the strip of occasions. */
const STRIP_DAYS = 730;

/**
 * A person with their relationship up to the scope's today; each look is audited. Somebody who was joined into another is
 * where that one is. @throws NotFound, also for a store's anonymous buyer, who is nobody
 */
export async function personOf(scope: Scope, asked: { id: number; kind?: LineKind | undefined; page: number }) {
  const { db, workspaceId, today, workspace, actor } = scope;
  const { id } = asked;
  const [found] = await db
    .select()
    .from(customer)
    .where(and(eq(customer.workspaceId, workspaceId), eq(customer.customerId, id), eq(customer.kind, "person")));
  if (!found) return { kind: "joined" as const, into: await joinedInto(scope, id) };
  const page = {
    kind: "person" as const,
    id,
    reference: found.reference,
    homeArea: found.homeArea,
    attributes: found.attributes,
    consent: found.consent,
    identities: await identitiesOf(scope, id),
    rhythm: await rhythmOfPerson(scope, id),
    occasions: await occasionsOf(scope, id),
    exposures: await exposuresOf(scope, id),
    ...(await joinsOf(scope, id)),
    line: await lineOf(scope, id, asked),
    mayJoin: actor.kind === "member" && may(actor, "data:import"),
    mayErase: actor.kind === "member" && may(actor, "people:erase"),
    today,
    past: today < todayOf(workspace, scope.now),
    currency: workspace.currency,
    tz: workspace.tz,
  };
  await record(scope, {
    action: "people.see",
    subject: `customer:${id}`,
    after: { page: asked.page, kind: asked.kind },
  });
  return page;
}

async function joinedInto({ db, workspaceId }: Scope, id: number): Promise<number> {
  const [join] = await db.execute<{ into: string }>(sql`
    select into_customer as into from customer_join
    where workspace_id = ${workspaceId} and from_customer = ${id} and state = 'joined'
    order by id desc limit 1`);
  if (!join) throw new NotFound("customer");
  return Number(join.into);
}

const identityRow = z.object({
  kind: z.enum(identityKinds),
  source: z.string(),
  n: z.number(),
  first_seen: z.string().nullable(),
  registered: z.boolean(),
  verified: z.boolean(),
});

/** By what this person is known, and to whom; the values are kept nowhere. */
async function identitiesOf({ db, workspaceId }: Scope, id: number) {
  const rows = await db.execute(sql`
    select i.kind, s.name as source, count(*)::int as n, min(i.first_seen) as first_seen, bool_or(i.registered) as registered,
      bool_or(i.verified) as verified
    from identity i join source s on s.workspace_id = ${workspaceId} and s.id = i.source_id
    where i.workspace_id = ${workspaceId} and i.customer_id = ${id}
    group by i.kind, s.name order by i.kind, s.name`);
  return z
    .array(identityRow)
    .parse([...rows])
    .map(({ first_seen: firstSeen, ...rest }) => ({ ...rest, firstSeen }));
}

async function occasionsOf({ db, workspaceId, today }: Scope, id: number) {
  const rows = await db.execute<{ day: string; amount: string }>(sql`
    select day, sum(amount_minor) as amount from visit
    where workspace_id = ${workspaceId} and customer_id = ${id} and day > ${today}::date - ${STRIP_DAYS}::int and day <= ${today}::date
    group by day having bool_or(occasion) order by day`);
  return rows.map(({ day, amount }) => ({ day, amountMinor: Number(amount) }));
}

/** The changes of the strip that concerned this person, whether or not they are compared; a twin was not touched by anything. */
async function exposuresOf({ db, workspaceId, today }: Scope, id: number) {
  const rows = await db.execute<{ id: string; title: string; day0: string }>(sql`
    select k.id, k.title, m.day0
    from cohort_member m
    join change k on k.workspace_id = ${workspaceId} and k.id = m.change_id and k.revision = m.revision
    where m.workspace_id = ${workspaceId} and m.customer_id = ${id} and m.arm <> 'twin'
      and m.day0 > ${today}::date - ${STRIP_DAYS}::int and m.day0 <= ${today}::date
    order by m.day0, k.id`);
  return rows.map(({ id: changeId, ...rest }) => ({ ...rest, changeId: Number(changeId) }));
}

const moves = { joining: "joining", parting: "parting", asked: "erasing" } as const;

/** What is being done to this person right now, and who was joined into them. */
async function joinsOf({ db, workspaceId }: Scope, id: number) {
  const rows = await db.execute<{ id: string; from: string; state: string; joined_on: string | null }>(sql`
    select id, from_customer as from, state, joined_on from customer_join
    where workspace_id = ${workspaceId} and state in ('joining', 'joined', 'parting') and ${id} in (from_customer, into_customer)
    union all
    select id, customer_id, state, null from erasure
    where workspace_id = ${workspaceId} and customer_id = ${id} and state = 'asked'
    order by 1`);
  const moving = rows.find((row): row is typeof row & { state: keyof typeof moves } => row.state in moves);
  return {
    moving: moving ? moves[moving.state] : null,
    joined: rows
      .filter((row) => row.state === "joined")
      .map((row) => ({ joinId: Number(row.id), customerId: Number(row.from), joinedOn: row.joined_on })),
  };
}
