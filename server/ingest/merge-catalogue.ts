import type postgres from "postgres";
import { type ProductBook, pathMark, type StoreBook } from "./catalogue-books";
import { rezoneLines } from "./rezone-lines";
import { judgeFrom, recountDays } from "./store-days";
import { keepMade, writeOver } from "./write-over";

export interface MergeTarget {
  sql: postgres.TransactionSql;
  workspaceId: number;
  batchId: number;
  /** The source of the facts. */
  sourceId: number;
  /** The source whose customers, stores and products the facts speak of (nearly always the same). */
  referencesId: number;
}

const storeColumns = "name, tz, lat, lon, region, format, hours, opened_on, closed_on, successor_id".split(", ");
const productColumns = "name, path, parent_id, attributes, merchandise, successor_id".split(", ");

/** Writes the stores met, new or with new details, and leaves `stage_store(ordinal, id)` behind. Returns how many are new. */
export async function mergeStores(target: MergeTarget, stores: StoreBook, zones: Map<string, string>): Promise<number> {
  const { sql, workspaceId, referencesId } = target;
  const all = stores.all().map(({ ordinal, code, names, told }) => ({
    ordinal,
    code,
    name: told?.name ?? names.best ?? null,
    tz: told?.tz ?? zones.get(code) ?? null,
    lat: told?.lat ?? null,
    lon: told?.lon ?? null,
    region: told?.region ?? null,
    format: told?.format ?? null,
    hours: told?.hours ?? null,
    opened_on: told?.openedOn ?? null,
    closed_on: told?.closedOn ?? null,
    successor: told?.successor ?? null,
  }));
  await sql.unsafe(
    `create temp table stage_store on commit drop as
     select s.*, null::bigint as id from jsonb_to_recordset($1::jsonb) as s(ordinal int, code text, name text, tz text,
       lat double precision, lon double precision, region text, format text, hours jsonb, opened_on date, closed_on date,
       successor text)`,
    [JSON.stringify(all)],
  );
  const made = await keepMade(target, "store", {
    text: `insert into store (workspace_id, source_id, external_id, name)
      select $1, $2, s.code, coalesce(s.name, s.code) from stage_store s order by s.code collate "C"
      on conflict (workspace_id, source_id, external_id) do nothing`,
    values: [workspaceId, referencesId],
  });
  await sql.unsafe(
    `create temp table next_store on commit drop as
     select t.id, coalesce(s.name, t.name) as name, coalesce(s.tz, t.tz) as tz, coalesce(s.lat, t.lat) as lat,
       coalesce(s.lon, t.lon) as lon, coalesce(s.region, t.region) as region, coalesce(s.format, t.format) as format,
       coalesce(s.hours, t.hours) as hours, coalesce(s.opened_on, t.opened_on) as opened_on,
       coalesce(s.closed_on, t.closed_on) as closed_on, coalesce(n.id, t.successor_id) as successor_id
     from stage_store s
     join store t on t.workspace_id = $1 and t.source_id = $2 and t.external_id = s.code
     left join store n on n.workspace_id = $1 and n.source_id = $2 and n.external_id = s.successor`,
    [workspaceId, referencesId],
  );
  await dropUnchanged(target, "store", "next_store", storeColumns);
  const judgedFrom = await daysInDoubt(target);
  await writeOver(target, "store", "next_store", storeColumns);
  await rejudge(target, judgedFrom);
  await sql.unsafe(
    `update stage_store s set id = t.id from store t
     where t.workspace_id = $1 and t.source_id = $2 and t.external_id = s.code`,
    [workspaceId, referencesId],
  );
  return made;
}

/** Stores with another zone, and the first day that must be judged again because a store's life or hours are others. */
async function daysInDoubt({ sql, workspaceId }: MergeTarget): Promise<{ rezoned: number[]; first: string | null }> {
  const rows = await sql.unsafe<{ id: string; rezoned: boolean; first: string | null }[]>(
    `select t.id, coalesce(n.tz, w.tz) <> coalesce(t.tz, w.tz) as rezoned,
       (select min(d.day)::text from store_day d where d.workspace_id = $1 and d.store_id = t.id
          and (n.opened_on, n.closed_on, n.hours) is distinct from (t.opened_on, t.closed_on, t.hours)) as first
     from next_store n join store t on t.workspace_id = $1 and t.id = n.id join workspace w on w.id = $1`,
    [workspaceId],
  );
  const days = rows.flatMap(({ first }) => (first === null ? [] : [first])).sort();
  return { rezoned: rows.filter((row) => row.rezoned).map((row) => Number(row.id)), first: days[0] ?? null };
}

async function rejudge(target: MergeTarget, doubt: { rezoned: number[]; first: string | null }): Promise<void> {
  const moved = doubt.rezoned.length > 0 ? await rezoneLines(target, doubt.rezoned) : null;
  if (moved !== null) {
    await recountDays(
      target,
      "select store_id, old_day as day from stage_moved union select store_id, day from stage_moved",
    );
  }
  const [first] = [moved, doubt.first].filter((day) => day !== null).sort();
  if (first) await judgeFrom(target, first);
}

/** The same for products and the categories above them: `stage_product(ordinal, id)`. */
export async function mergeProducts(
  target: MergeTarget,
  products: ProductBook,
  notMerchandise: ((code: string) => boolean) | null,
): Promise<number> {
  const { sql, workspaceId, referencesId } = target;
  const all = products.all().map((entry) => ({
    ordinal: entry.ordinal,
    code: entry.code,
    name: entry.told?.name ?? entry.names.best ?? null,
    path: (entry.told?.path ?? entry.paths.best)?.replaceAll(pathMark, " / ") ?? null,
    attributes: entry.told?.attributes ?? {},
    merchandise: entry.told?.merchandise ?? (notMerchandise?.(entry.code) === true ? false : null),
    successor: entry.told?.successor ?? null,
  }));
  await mergeCategories(target, products);
  await sql.unsafe(
    `create temp table stage_product on commit drop as
     select p.*, c.id as parent_id, null::bigint as id
     from jsonb_to_recordset($3::jsonb) as p(ordinal int, code text, name text, path text, attributes jsonb,
       merchandise boolean, successor text)
     left join product c on c.workspace_id = $1 and c.source_id = $2 and c.kind = 'category' and c.external_id = p.path`,
    [workspaceId, referencesId, JSON.stringify(all)],
  );
  const made = await keepMade(target, "product", {
    text: `insert into product (workspace_id, source_id, external_id, kind, parent_id, path, name, merchandise)
      select $1, $2, s.code, 'product', s.parent_id, coalesce(s.path, ''), coalesce(s.name, s.code),
        coalesce(s.merchandise, true)
      from stage_product s order by s.code collate "C"
      on conflict (workspace_id, source_id, kind, external_id) do nothing`,
    values: [workspaceId, referencesId],
  });
  // Many rows of this very transaction: without it each is looked for among all.
  if (made > 1_000) await sql.unsafe("analyze stage_product, product");
  await sql.unsafe(
    `create temp table next_product on commit drop as
     select t.id, coalesce(s.name, t.name) as name, coalesce(s.path, t.path) as path,
       coalesce(s.parent_id, t.parent_id) as parent_id, t.attributes || s.attributes as attributes,
       coalesce(s.merchandise, t.merchandise) as merchandise, coalesce(n.id, t.successor_id) as successor_id
     from stage_product s
     join product t on t.workspace_id = $1 and t.source_id = $2 and t.kind = 'product' and t.external_id = s.code
     left join product n on n.workspace_id = $1 and n.source_id = $2 and n.kind = 'product' and n.external_id = s.successor`,
    [workspaceId, referencesId],
  );
  await dropUnchanged(target, "product", "next_product", productColumns);
  await touchBuyers(target);
  await writeOver(target, "product", "next_product", productColumns);
  await sql.unsafe(
    `update stage_product s set id = t.id from product t
     where t.workspace_id = $1 and t.source_id = $2 and t.kind = 'product' and t.external_id = s.code`,
    [workspaceId, referencesId],
  );
  return made;
}

/** Leaves in `next` only the rows that say something else than what is known. */
async function dropUnchanged(
  { sql, workspaceId }: MergeTarget,
  table: "store" | "product",
  next: "next_store" | "next_product",
  columns: readonly string[],
): Promise<void> {
  const of = (alias: string) => columns.map((column) => `${alias}.${column}`).join(", ");
  await sql.unsafe(
    `delete from ${next} n using ${table} t
     where t.workspace_id = $1 and t.id = n.id and (${of("n")}) is not distinct from (${of("t")})`,
    [workspaceId],
  );
}

/** What is merchandise decides what an occasion is: whoever bought a product that is judged otherwise is derived again. */
async function touchBuyers({ sql, workspaceId }: MergeTarget): Promise<void> {
  await sql.unsafe(
    `insert into touched_customer (workspace_id, customer_id, from_day)
     select $1, l.customer_id, min(l.day)
     from next_product n
     join product t on t.workspace_id = $1 and t.id = n.id and t.merchandise <> n.merchandise
     join purchase_line l on l.workspace_id = $1 and l.product_id = n.id
     join customer c on c.workspace_id = $1 and c.customer_id = l.customer_id and c.kind = 'person'
     group by l.customer_id order by l.customer_id
     on conflict (workspace_id, customer_id) do update
       set from_day = least(touched_customer.from_day, excluded.from_day)`,
    [workspaceId],
  );
}

/** One row per category, from the root down; a category's external id is its whole path. */
async function mergeCategories(target: MergeTarget, products: ProductBook): Promise<void> {
  const paths = new Set<string>();
  for (const entry of products.all()) {
    const parts = (entry.told?.path ?? entry.paths.best ?? "").split(pathMark).filter((part) => part !== "");
    for (let depth = 1; depth <= parts.length; depth++) paths.add(parts.slice(0, depth).join(pathMark));
  }
  const byDepth = new Map<number, { path: string; parent: string; name: string }[]>();
  for (const path of [...paths].sort()) {
    const parts = path.split(pathMark);
    const row = { path: parts.join(" / "), parent: parts.slice(0, -1).join(" / "), name: parts.at(-1) ?? path };
    byDepth.set(parts.length, [...(byDepth.get(parts.length) ?? []), row]);
  }
  for (const depth of [...byDepth.keys()].sort((a, b) => a - b)) {
    await keepMade(target, "product", {
      text: `insert into product (workspace_id, source_id, external_id, kind, parent_id, path, name)
        select $1, $2, c.path, 'category', p.id, c.parent, c.name
        from jsonb_to_recordset($3::jsonb) as c(path text, parent text, name text)
        left join product p on p.workspace_id = $1 and p.source_id = $2 and p.kind = 'category' and p.external_id = c.parent
        on conflict (workspace_id, source_id, kind, external_id) do nothing`,
      values: [target.workspaceId, target.referencesId, JSON.stringify(byDepth.get(depth))],
    });
  }
}
