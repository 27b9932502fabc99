import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { Cohort } from "../cohort/open-cohort";

/** Members who are one person with somebody else: customer, whose visits they are seen by, first morning out of watch or null. */
export type Joined = NonNullable<Cohort["countedJoined"]>;

/**
 * The members of a change whose day 0 has come and who were joined into another customer, or whom another was joined into. A member
 * is seen by the visits of the person they are now. Members who are one person count once: of one arm the one with the lower id goes
 * on, of two arms neither does, from the day they were joined; until then both are seen.
 * `stamp` says which joins there are in the workspace; what is `known` with the same stamp is handed back unread.
 */
export async function gatherJoined(
  scope: Scope,
  { id, revision }: { id: number; revision: number },
  through: string,
  known: Joined | null = null,
): Promise<Joined> {
  const { db, workspaceId } = scope;
  const [row] = await db.execute<{ stamp: string }>(sql`
    select concat_ws(' ', count(*), sum(hashtextextended(concat_ws(' ', id, from_customer, into_customer, joined_on), 0)::numeric)) as stamp
    from customer_join where workspace_id = ${workspaceId} and state in ('joined', 'parting')`);
  const stamp = row?.stamp ?? "0";
  if (known?.stamp === stamp) return known;
  if (stamp === "0") return { stamp, members: [] };
  const rows = await db.execute<{ customer_id: string; person: string; leaves_on: string | null }>(sql`
    with recursive ${personOf(scope)},
    member as (
      select m.customer_id, m.arm, m.day0, coalesce(p.person, m.customer_id) as person
      from (select customer_id from way union select place from way) c
      join cohort_member m on m.workspace_id = ${workspaceId} and m.customer_id = c.customer_id
        and m.change_id = ${id} and m.revision = ${revision}
      left join person_of p on p.customer_id = m.customer_id
      where m.arm in ('exposed', 'twin') and m.day0 <= ${through}::date
    ),
    reached as (
      select customer_id, arm, customer_id as place, '-infinity'::date as since from member
      union all
      select m.customer_id, m.arm, w.place, w.since from member m join way w on w.customer_id = m.customer_id
    ),
    left_on as (
      select one.customer_id, min(greatest(one.since, other.since)) as day
      from reached one join reached other using (place)
      where one.customer_id <> other.customer_id and (one.arm <> other.arm or other.customer_id < one.customer_id)
      group by one.customer_id
    )
    select m.customer_id, m.person, greatest(l.day, case when l.day is not null then m.day0 end) as leaves_on
    from member m left join left_on l using (customer_id) order by m.customer_id`);
  return {
    stamp,
    members: rows.map((each) => [Number(each.customer_id), Number(each.person), each.leaves_on]),
  };
}

/** Such members as rows `(customer_id, person, leaves_on)`. */
export function joinedRows(joined: Joined | null): SQL {
  return sql`
    select (e ->> 0)::bigint as customer_id, (e ->> 1)::bigint as person, (e ->> 2)::date as leaves_on
    from jsonb_array_elements(${JSON.stringify(joined?.members ?? [])}::text::jsonb) as e`;
}

/**
 * `way(customer_id, place, since)`: every customer whom somebody was joined into, at once or by others, and from which day on;
 * `person_of(customer_id, person)`: who each of the joined is now.
 */
export function personOf({ workspaceId }: Pick<Scope, "workspaceId">): SQL {
  return sql`
    joined as (
      select from_customer, into_customer, joined_on from customer_join
      where workspace_id = ${workspaceId} and state in ('joined', 'parting')
    ),
    way as (
      select from_customer as customer_id, into_customer as place, joined_on as since from joined
      union all
      select w.customer_id, j.into_customer, greatest(w.since, j.joined_on)
      from way w join joined j on j.from_customer = w.place
    ),
    person_of as (
      select w.customer_id, w.place as person from way w where not exists (select 1 from joined j where j.from_customer = w.place)
    )`;
}
