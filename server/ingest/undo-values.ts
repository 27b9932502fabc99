import { getTableConfig } from "drizzle-orm/pg-core";
import { product, store } from "@/db/schema";
import { fillPerson, type PersonTraits, unfillPerson } from "../customers/fill-person";
import type { Before } from "../customers/part-customers";
import { judgeFrom, recountDays } from "./store-days";
import type { Undone } from "./undo-rows";

const catalogue = [store, product].map((table) => {
  const { name, columns } = getTableConfig(table);
  return {
    name,
    columns: columns.map((column) => column.name).filter((column) => column !== "workspace_id" && column !== "id"),
  };
});

export interface UndoneValues {
  /** Values of stores, products and customers that stand again as they were. */
  values: number;
  /** Stores whose zone is another one again. */
  rezoned: number[];
}

/**
 * Brings back what a batch wrote over in stores, products and customers (D6), unless a later batch wrote the same value: then
 * that one now overwrote what stood before this batch.
 */
export async function undoValues(undone: Undone): Promise<UndoneValues> {
  const { sql, workspaceId, batchId } = undone;
  await passOn(undone);
  const zones = await sql.unsafe<{ row_id: string }[]>(
    `select row_id from overwritten_value
     where workspace_id = $1 and by_batch = $2 and table_name = 'store' and column_name = 'tz'`,
    [workspaceId, batchId],
  );
  await touchBuyers(undone);
  for (const { name, columns } of catalogue) await restoreCatalogue(undone, name, columns);
  await restoreCustomers(undone);
  await refillJoined(undone, await restoreJoined(undone));
  const gone = await sql.unsafe(
    `delete from overwritten_value where workspace_id = $1 and by_batch = $2 and column_name <> '*'
       and table_name in ('store', 'product', 'customer')`,
    [workspaceId, batchId],
  );
  return { values: gone.count, rezoned: zones.map((row) => Number(row.row_id)) };
}

async function passOn({ sql, workspaceId, batchId }: Undone): Promise<void> {
  await sql.unsafe(
    `with heir as (
       select distinct on (o.table_name, o.row_id, o.column_name) o.table_name, o.row_id, o.column_name, o.before, l.by_batch
       from overwritten_value o
       join overwritten_value l on l.workspace_id = $1 and l.table_name = o.table_name and l.row_id = o.row_id
         and l.column_name = o.column_name and l.by_batch <> $2 and (l.at, l.by_batch) > (o.at, o.by_batch)
       where o.workspace_id = $1 and o.by_batch = $2 and o.column_name <> '*' and o.table_name <> 'change'
       order by o.table_name, o.row_id, o.column_name, l.at, l.by_batch
     ), given as (
       update overwritten_value l set before = h.before from heir h
       where l.workspace_id = $1 and l.table_name = h.table_name and l.row_id = h.row_id
         and l.column_name = h.column_name and l.by_batch = h.by_batch
     )
     delete from overwritten_value o using heir h
     where o.workspace_id = $1 and o.by_batch = $2 and o.table_name = h.table_name and o.row_id = h.row_id
       and o.column_name = h.column_name`,
    [workspaceId, batchId],
  );
}

async function restoreCatalogue({ sql, workspaceId, batchId }: Undone, name: string, columns: string[]): Promise<void> {
  await sql.unsafe(
    `with told as (
       select row_id, jsonb_object_agg(column_name, before) as was from overwritten_value
       where workspace_id = $1 and by_batch = $2 and table_name = '${name}' and column_name <> '*' group by row_id
     )
     update ${name} t set ${columns.map((column) => `${column} = r.${column}`).join(", ")}
     from told join ${name} o on o.workspace_id = $1 and o.id = told.row_id
     cross join lateral jsonb_populate_record(o, told.was) r
     where t.workspace_id = $1 and t.id = o.id`,
    [workspaceId, batchId],
  );
}

/** Values of a customer by name: home_area, attributes.<name>, consent.<channel>; a value that was not there goes. */
const told = `
  select row_id,
    bool_or(column_name = 'home_area') as has_area,
    min(before #>> '{}') filter (where column_name = 'home_area') as area,
    array_agg(substr(column_name, 12)) filter (where column_name like 'attributes.%') as named,
    coalesce(jsonb_object_agg(substr(column_name, 12), before) filter (where column_name like 'attributes.%' and before is not null), '{}') as attributes,
    array_agg(substr(column_name, 9)) filter (where column_name like 'consent.%') as channels,
    coalesce(jsonb_object_agg(substr(column_name, 9), before) filter (where column_name like 'consent.%' and before is not null), '{}') as consent
  from overwritten_value
  where workspace_id = $1 and by_batch = $2 and table_name = 'customer' and column_name <> '*' group by row_id`;

async function restoreCustomers({ sql, workspaceId, batchId }: Undone): Promise<void> {
  await sql.unsafe(
    `update customer c set home_area = case when v.has_area then v.area else c.home_area end,
       attributes = (c.attributes - coalesce(v.named, '{}')) || v.attributes,
       consent = (c.consent - coalesce(v.channels, '{}')) || v.consent
     from (${told}) v where c.workspace_id = $1 and c.customer_id = v.row_id`,
    [workspaceId, batchId],
  );
}

interface Refill {
  into_customer: string;
  old: Before;
  new: Before;
}

/** Of customers who were joined into another since, what is kept for the day on which they part. */
async function restoreJoined({ sql, workspaceId, batchId }: Undone): Promise<readonly Refill[]> {
  return sql.unsafe<Refill[]>(
    `update customer_join j set before = jsonb_set(j.before, '{from}', (j.before -> 'from') || jsonb_build_object(
       'homeArea', case when v.has_area then v.area else j.before -> 'from' ->> 'homeArea' end,
       'attributes', ((j.before -> 'from' -> 'attributes') - coalesce(v.named, '{}')) || v.attributes,
       'consent', ((j.before -> 'from' -> 'consent') - coalesce(v.channels, '{}')) || v.consent))
     from (${told}) v join customer_join o on o.workspace_id = $1 and o.from_customer = v.row_id
     where j.workspace_id = $1 and j.id = o.id and j.state in ('joined', 'parting')
     returning j.into_customer, o.before as old, j.before as new`,
    [workspaceId, batchId],
  );
}

/** Whom they were joined into had taken over what they lacked of it. */
async function refillJoined({ sql, workspaceId }: Undone, joins: readonly Refill[]): Promise<void> {
  for (const { into_customer: into, old, new: next } of joins) {
    const [now] = await sql.unsafe<PersonTraits[]>(
      `select reference, home_area as "homeArea", attributes, consent from customer
       where workspace_id = $1 and customer_id = $2`,
      [workspaceId, into],
    );
    if (!now) continue;
    const person = fillPerson(unfillPerson(now, old.into, old.from), next.from);
    await sql.unsafe(
      `update customer set home_area = $3, attributes = $4::text::jsonb, consent = $5::text::jsonb
       where workspace_id = $1 and customer_id = $2`,
      [workspaceId, into, person.homeArea, JSON.stringify(person.attributes), JSON.stringify(person.consent)],
    );
  }
}

/** What is merchandise decides what an occasion is: whoever bought a product that is judged otherwise again is derived anew. */
async function touchBuyers({ sql, workspaceId, batchId }: Undone): Promise<void> {
  await sql.unsafe(
    `insert into touched_customer (workspace_id, customer_id, from_day)
     select $1, l.customer_id, min(l.day) from overwritten_value o
     join purchase_line l on l.workspace_id = $1 and l.product_id = o.row_id
     join customer c on c.workspace_id = $1 and c.customer_id = l.customer_id and c.kind = 'person'
     where o.workspace_id = $1 and o.by_batch = $2 and o.table_name = 'product' and o.column_name = 'merchandise'
     group by l.customer_id order by l.customer_id
     on conflict (workspace_id, customer_id) do update
       set from_day = least(touched_customer.from_day, excluded.from_day)`,
    [workspaceId, batchId],
  );
}

/** Days of stores counted and judged again where rows went or came (`undone_row`), or a store's life or hours are others. */
export async function judgeAgain(undone: Undone, referencesId: number, rejudge: string | null): Promise<void> {
  const { sql, workspaceId } = undone;
  const [row] = await sql.unsafe<{ first: string | null }[]>(
    "select min(day)::text as first from undone_row where store_id is not null",
  );
  await sql.unsafe(
    `update store s set complete_through = null where s.workspace_id = $1 and not exists (
       select 1 from import_batch b where b.workspace_id = $1 and b.kind = 'purchases' and b.state = 'done')`,
    [workspaceId],
  );
  await recountDays(
    undone,
    "select u.store_id, u.day from undone_row u join store s on s.workspace_id = $1 and s.id = u.store_id",
  );
  const [first] = [row?.first ?? null, rejudge].filter((day) => day !== null).sort();
  if (first) await judgeFrom({ sql, workspaceId, referencesId }, first);
}
