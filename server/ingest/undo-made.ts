import type { Undone } from "./undo-rows";

export interface UndoneMade {
  customers: number;
  identities: number;
  stores: number;
  products: number;
  /** What the batch had made and something else refers to: it stays. At most 20 of each. */
  kept: { stores: string[]; products: string[] };
}

const shown = 20;

/** Batches that are taken back, now or before: what they made and something else needed then may go now. */
const takenBack = "(u.id = $2 or u.state = 'undone')";

const factTables = ["purchase_line", "interaction", "survey_invitation", "survey_response", "persona_answer"];

/** Whether one of a customer's rows came with this identity, be it set aside. */
const uses = [
  ...[...factTables, "change_customer"].map((name) => usedIn(name, "t.batch_id", "t.identity_hash")),
  usedIn("superseded_row", "(t.row ->> 'batch_id')::bigint", "(t.row ->> 'identity_hash')::bytea"),
].join(" or ");

function usedIn(name: string, batch: string, hash: string): string {
  return `exists (select 1 from ${name} t join import_batch b on b.workspace_id = t.workspace_id and b.id = ${batch}
    where t.workspace_id = i.workspace_id and t.customer_id = i.customer_id and ${hash} = i.value_hash
      and (b.references_id = i.source_id or i.kind in ('email', 'phone')))`;
}

/** Whether a customer has anything left: an identity, rows, a place on a list or in a cohort. */
const has = [...factTables, "identity", "change_customer", "cohort_member", "superseded_row"]
  .map(
    (name) =>
      `exists (select 1 from ${name} t where t.workspace_id = c.workspace_id and t.customer_id = c.customer_id)`,
  )
  .join(" or ");

/** Whether anything refers to a store, a product or a category. */
const storeRefers = refers("store", "store_id", "s.dimension = 'store'");
const productRefers = refers("product", "product_id", "s.dimension in ('product', 'category')");

function refers(name: "store" | "product", column: string, dimension: string): string {
  const facts = [
    "purchase_line",
    "interaction",
    "verbatim",
    "stock_interval",
    ...(name === "store" ? ["survey_response"] : []),
  ];
  const child = name === "product" ? " or o.parent_id = t.id" : "";
  return [
    ...facts.map(
      (fact) => `exists (select 1 from ${fact} f where f.workspace_id = t.workspace_id and f.${column} = t.id)`,
    ),
    `exists (select 1 from change_scope s where s.workspace_id = t.workspace_id and ${dimension} and s.ref_id = t.id)`,
    `exists (select 1 from ${name} o where o.workspace_id = t.workspace_id and (o.successor_id = t.id${child}))`,
    `exists (select 1 from overwritten_value w where w.workspace_id = t.workspace_id and w.table_name = '${name}'
       and w.row_id = t.id and w.by_batch <> o.by_batch)`,
    `exists (select 1 from undone_kept k where k.${column} = t.id)`,
  ].join(" or ");
}

/**
 * Removes what a batch made and nothing refers to any more (D6): identities, customers, stores, products and the categories
 * above them. The rest stays, and is listed.
 */
export async function undoMade(undone: Undone): Promise<UndoneMade> {
  const { sql, workspaceId } = undone;
  await sql.unsafe(
    `create temp table undone_kept on commit drop as
     select distinct (row ->> 'store_id')::bigint as store_id, (row ->> 'product_id')::bigint as product_id
     from superseded_row where workspace_id = $1`,
    [workspaceId],
  );
  const identities = await undoIdentities(undone);
  const customers = await undoCustomers(undone);
  const products = await untilNone(() => undoCatalogue(undone, "product", productRefers));
  const stores = await undoStores(undone);
  const kept = { stores: await keptOf(undone, "store"), products: await keptOf(undone, "product") };
  await forgetGone(undone);
  return { identities, customers, stores, products, kept };
}

/** That a batch made what is gone, or wrote over it, says nothing any more. What stays may go with a later undo. */
async function forgetGone({ sql, workspaceId }: Undone): Promise<void> {
  await sql.unsafe(
    `delete from overwritten_value o where o.workspace_id = $1 and o.table_name <> 'change' and not exists (
       select 1 from store s where s.workspace_id = $1 and o.table_name = 'store' and s.id = o.row_id
       union all select 1 from product p where p.workspace_id = $1 and o.table_name = 'product' and p.id = o.row_id
       union all select 1 from customer c where c.workspace_id = $1 and o.table_name = 'customer' and c.customer_id = o.row_id
       union all select 1 from customer_join j where j.workspace_id = $1 and o.table_name = 'customer' and j.from_customer = o.row_id)`,
    [workspaceId],
  );
}

/** An identity that a purchase brought and a file of customers registered since stays. */
async function undoIdentities({ sql, workspaceId, batchId }: Undone): Promise<number> {
  const gone = await sql.unsafe(
    `with gone as (
       delete from identity i using import_batch u
       where i.workspace_id = $1 and u.workspace_id = $1 and u.id = i.batch_id and ${takenBack} and i.suppressed_at is null
         and (not i.registered or u.kind = 'customers' or u.files @> '[{"role": "customers"}]') and not (${uses})
       returning i.source_id, i.kind, i.value_hash
     ), forgotten as (
       delete from joined_identity j using gone g
       where j.workspace_id = $1 and j.source_id = g.source_id and j.kind = g.kind and j.value_hash = g.value_hash
     )
     select 1 from gone`,
    [workspaceId, batchId],
  );
  return gone.count;
}

async function undoCustomers({ sql, workspaceId, batchId }: Undone): Promise<number> {
  const people = await sql.unsafe(
    `delete from customer c using overwritten_value o join import_batch u on u.workspace_id = $1 and u.id = o.by_batch
     where c.workspace_id = $1 and o.workspace_id = $1 and ${takenBack} and o.table_name = 'customer'
       and o.column_name = '*' and o.row_id = c.customer_id and not (${has})
       and not exists (select 1 from overwritten_value w where w.workspace_id = $1 and w.table_name = 'customer'
         and w.row_id = c.customer_id and w.by_batch <> o.by_batch)
       and not exists (select 1 from customer_join j where j.workspace_id = $1 and j.state in ('joining', 'joined', 'parting')
         and c.customer_id in (j.from_customer, j.into_customer))`,
    [workspaceId, batchId],
  );
  return people.count;
}

/** A store's anonymous buyer and its days go with it. */
async function undoStores(undone: Undone): Promise<number> {
  const { sql, workspaceId } = undone;
  const gone = await undoCatalogue(undone, "store", storeRefers);
  await sql.unsafe(
    `delete from customer c where c.workspace_id = $1 and c.kind = 'anonymous'
       and not exists (select 1 from store s where s.workspace_id = $1 and s.id = c.store_id) and not (${has})`,
    [workspaceId],
  );
  await sql.unsafe(
    `delete from store_day d where d.workspace_id = $1
       and not exists (select 1 from store s where s.workspace_id = $1 and s.id = d.store_id)`,
    [workspaceId],
  );
  return gone;
}

async function undoCatalogue(
  { sql, workspaceId, batchId }: Undone,
  name: "store" | "product",
  kept: string,
): Promise<number> {
  const gone = await sql.unsafe(
    `delete from ${name} t using overwritten_value o join import_batch u on u.workspace_id = $1 and u.id = o.by_batch
     where t.workspace_id = $1 and o.workspace_id = $1 and ${takenBack} and o.table_name = '${name}'
       and o.column_name = '*' and o.row_id = t.id and not (${kept})`,
    [workspaceId, batchId],
  );
  return gone.count;
}

/** Products first, then the categories that they leave empty, from the leaves up. */
async function untilNone(remove: () => Promise<number>): Promise<number> {
  for (let sum = 0; ; ) {
    const gone = await remove();
    if (gone === 0) return sum;
    sum += gone;
  }
}

async function keptOf({ sql, workspaceId, batchId }: Undone, name: "store" | "product"): Promise<string[]> {
  const rows = await sql.unsafe<{ name: string }[]>(
    `select t.name from ${name} t join overwritten_value o on o.workspace_id = $1 and o.row_id = t.id
     where t.workspace_id = $1 and o.by_batch = $2 and o.table_name = '${name}' and o.column_name = '*'
     order by t.name limit ${shown}`,
    [workspaceId, batchId],
  );
  return rows.map((row) => row.name);
}
