import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { portraitAsOf } from "../../churn/portrait";
import { type Rhythm, thresholdsOf } from "../../churn/rhythm";
import type { Scope } from "../../scope";
import type { BgNbdParameters } from "../../stats/bg-nbd-fit";
import type { NamedSegment } from "../../stats/portrait";
import { settingsOf } from "../../workspaces/settings";
import type { ScopeRule } from "../change-rule";
import { gatherLines, gatherVisits, SAMPLED } from "../cohort/gather-sampled";
import { lineConditions, needsLines, placeConditions, type Stretch } from "../cohort/occasions-in-scope";

/** People of either kind who are looked at, about. */
const SAMPLE = 3_000;
/** Numbers are drawn from 0 to this: ids times Knuth's multiplier, cheap enough for every person there is (spread evenly over ids). */
const WHOLE = 4_294_967_296;
const DRAWN = sql`(((customer_id & 2147483647) * 2654435761) & 4294967295)`;

/** One person of the sample, as of today. */
export interface Sitter {
  id: number;
  exposed: boolean;
  segment: NamedSegment;
  parameters: BgNbdParameters | null;
  x: number;
  tx: number;
  T: number;
  alive: number | null;
  due: number | null;
  /** Days with a sale in the year, by store. */
  shops: Map<number, number>;
  /** Of the concerned: those of them in the scope. */
  inScope: Map<number, number>;
}

export interface Sample {
  sitters: Sitter[];
  /** People whom one of the sample stands for. */
  weight: { exposed: number; eligible: number };
}

/**
 * About 3,000 of the `concerned` (scope-touch.ts) and 3,000 of those who might be their twins, drawn by a hash of the id, with their portraits as
 * of today: the same question draws the same people. Leaves the temporary table `sampled_visit`, and reads no other visits.
 */
export async function sampleTouched(
  scope: Scope,
  {
    rule,
    stretch,
    rhythm,
    exposed,
    others,
  }: { rule: ScopeRule; stretch: Stretch; rhythm: Rhythm; exposed: number; others: number },
): Promise<Sample> {
  // People are looked up one by one, in visits that are cached; for this transaction only.
  await scope.db.execute(sql`set local random_page_cost = 1.1`);
  const share = (of: number) => Math.min(1, SAMPLE / Math.max(1, of));
  const rates = { exposed: share(exposed), eligible: share(others) };
  const drawn = await drawPeople(scope, rates);
  const concerned = drawn.filter((one) => one.exposed).map(({ id }) => id);
  await gatherVisits(scope, drawn);
  if (needsLines(rule)) await gatherLines(scope, concerned, stretch);
  const portraits = await readPortraits(scope, rhythm);
  const shops = byPerson(await readShops(scope, stretch));
  const inScope = byPerson(await readShopsInScope(scope, concerned, rule, stretch));
  const sitters = drawn.flatMap((one): Sitter[] => {
    const portrait = portraits.get(one.id);
    if (portrait === undefined) return [];
    return [{ ...portrait, ...one, shops: shops.get(one.id) ?? new Map(), inScope: inScope.get(one.id) ?? new Map() }];
  });
  return { sitters, weight: { exposed: 1 / rates.exposed, eligible: 1 / rates.eligible } };
}

async function drawPeople(
  { db, workspaceId, workspace }: Scope,
  rates: { exposed: number; eligible: number },
): Promise<{ id: number; exposed: boolean }[]> {
  const { minOccasions } = settingsOf(workspace);
  const rows = await db.execute<{ exposed: boolean; ids: string[] }>(sql`
    with drawn_other as materialized (
      select customer_id from customer_state
      where workspace_id = ${workspaceId} and n_365 >= ${minOccasions}::int and ${DRAWN} < ${Math.ceil(rates.eligible * WHOLE)}::bigint
    )
    select true as exposed, array_agg(customer_id) as ids from concerned
    where ${DRAWN} < ${Math.ceil(rates.exposed * WHOLE)}::bigint having count(*) > 0
    union all
    select false, array_agg(customer_id) from drawn_other
    where customer_id not in (select customer_id from concerned) having count(*) > 0`);
  return rows.flatMap(({ exposed, ids }) => ids.map((id) => ({ id: Number(id), exposed })));
}

type Portrayed = Omit<Sitter, "id" | "exposed" | "shops" | "inScope">;

async function readPortraits(
  { db, workspaceId, workspace, today }: Scope,
  rhythm: Rhythm,
): Promise<Map<number, Portrayed>> {
  const settings = settingsOf(workspace);
  const rows = await db.execute<{
    customer_id: string;
    segment: NamedSegment;
    group_key: "store" | "distance";
    x: number;
    t_x: number;
    t_total: number;
    p_alive: number | null;
    due: number | null;
  }>(sql`
    with ${portraitAsOf(workspaceId, today, rhythm, {
      dueCap: settings.dueCap,
      thresholds: thresholdsOf(settings, rhythm),
      leastOccasions: settings.minOccasions,
      visits: SAMPLED.visits,
    })}
    select customer_id, segment, group_key, x, t_x, t_total, p_alive, due from portrait`);
  return new Map(
    rows.map((row) => [
      Number(row.customer_id),
      {
        segment: row.segment,
        parameters: rhythm.groups[row.group_key].parameters,
        ...{ x: row.x, tx: row.t_x, T: row.t_total, alive: row.p_alive, due: row.due },
      },
    ]),
  );
}

interface ShopRow extends Record<string, unknown> {
  customer_id: string;
  store_id: string;
  n: number;
}

async function readShops({ db, workspaceId }: Scope, { from, to }: Stretch): Promise<ShopRow[]> {
  return db.execute<ShopRow>(sql`
    select customer_id, store_id, count(*)::int as n from ${SAMPLED.visits}
    where workspace_id = ${workspaceId} and sale_lines > 0
      and day between ${from}::date and ${to}::date
    group by customer_id, store_id`);
}

async function readShopsInScope(
  { db, workspaceId }: Scope,
  ids: readonly number[],
  rule: ScopeRule,
  { from, to }: Stretch,
): Promise<ShopRow[]> {
  const lines = needsLines(rule);
  const table = lines ? SAMPLED.lines : SAMPLED.visits;
  const sold = lines ? sql`kind = 'sale' and quantity > 0` : sql`sale_lines > 0`;
  const conditions = [...placeConditions(rule), ...(lines ? lineConditions(rule) : [])].map((each) => sql`and ${each}`);
  return db.execute<ShopRow>(sql`
    select customer_id, store_id, count(distinct day)::int as n from ${table}
    where workspace_id = ${workspaceId} and customer_id = any(${bigints(ids)}) and ${sold}
      and day between ${from}::date and ${to}::date ${sql.join(conditions, sql` `)}
    group by customer_id, store_id`);
}

function byPerson(rows: readonly ShopRow[]): Map<number, Map<number, number>> {
  const people = new Map<number, Map<number, number>>();
  for (const { customer_id, store_id, n } of rows) {
    const own = people.get(Number(customer_id)) ?? new Map<number, number>();
    people.set(Number(customer_id), own.set(Number(store_id), n));
  }
  return people;
}
