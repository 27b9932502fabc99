import type postgres from "postgres";
import { type ProductBook, pathMark, type StoreBook } from "./catalogue-books";

export interface MergeTarget {
  sql: postgres.TransactionSql;
  workspaceId: number;
  batchId: number;
  /** The source of the facts. */
  sourceId: number;
  /** The source whose customers, stores and products the facts speak of (nearly always the same). */
  referencesId: number;
}

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
    opened_on: told?.openedOn ?? null,
    closed_on: told?.closedOn ?? null,
    successor: told?.successor ?? null,
  }));
  await sql.unsafe(
    `create temp table stage_store on commit drop as
     select s.*, null::bigint as id from jsonb_to_recordset($1::jsonb) as s(ordinal int, code text, name text, tz text,
       lat double precision, lon double precision, region text, format text, opened_on date, closed_on date,
       successor text)`,
    [JSON.stringify(all)],
  );
  const made = await sql.unsafe(
    `insert into store (workspace_id, source_id, external_id, name)
     select $1, $2, s.code, coalesce(s.name, s.code) from stage_store s order by s.code collate "C"
     on conflict (workspace_id, source_id, external_id) do nothing`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `update store t set name = coalesce(s.name, t.name), tz = coalesce(s.tz, t.tz), lat = coalesce(s.lat, t.lat),
       lon = coalesce(s.lon, t.lon), region = coalesce(s.region, t.region), format = coalesce(s.format, t.format),
       opened_on = coalesce(s.opened_on, t.opened_on), closed_on = coalesce(s.closed_on, t.closed_on),
       successor_id = coalesce(n.id, t.successor_id)
     from stage_store s
     left join store n on n.workspace_id = $1 and n.source_id = $2 and n.external_id = s.successor
     where t.workspace_id = $1 and t.source_id = $2 and t.external_id = s.code`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `update stage_store s set id = t.id from store t
     where t.workspace_id = $1 and t.source_id = $2 and t.external_id = s.code`,
    [workspaceId, referencesId],
  );
  return made.count;
}

/** The same for products and the categories above them: `stage_product(ordinal, id)`. */
export async function mergeProducts(
  target: MergeTarget,
  products: ProductBook,
  isMerchandise: ((code: string) => boolean) | null,
): Promise<number> {
  const { sql, workspaceId, referencesId } = target;
  const all = products.all().map((entry) => ({
    ordinal: entry.ordinal,
    code: entry.code,
    name: entry.told?.name ?? entry.names.best ?? null,
    path: (entry.told?.path ?? entry.paths.best)?.replaceAll(pathMark, " / ") ?? null,
    merchandise: entry.told?.merchandise ?? isMerchandise?.(entry.code) ?? null,
    successor: entry.told?.successor ?? null,
  }));
  await mergeCategories(target, products);
  await sql.unsafe(
    `create temp table stage_product on commit drop as
     select p.*, c.id as parent_id, null::bigint as id
     from jsonb_to_recordset($3::jsonb) as p(ordinal int, code text, name text, path text, merchandise boolean,
       successor text)
     left join product c on c.workspace_id = $1 and c.source_id = $2 and c.kind = 'category' and c.external_id = p.path`,
    [workspaceId, referencesId, JSON.stringify(all)],
  );
  const made = await sql.unsafe(
    `insert into product (workspace_id, source_id, external_id, kind, parent_id, path, name, merchandise)
     select $1, $2, s.code, 'product', s.parent_id, coalesce(s.path, ''), coalesce(s.name, s.code),
       coalesce(s.merchandise, true)
     from stage_product s order by s.code collate "C"
     on conflict (workspace_id, source_id, kind, external_id) do nothing`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `update product t set name = coalesce(s.name, t.name), path = coalesce(s.path, t.path),
       parent_id = coalesce(s.parent_id, t.parent_id), merchandise = coalesce(s.merchandise, t.merchandise),
       successor_id = coalesce(n.id, t.successor_id)
     from stage_product s
     left join product n on n.workspace_id = $1 and n.source_id = $2 and n.kind = 'product' and n.external_id = s.successor
     where t.workspace_id = $1 and t.source_id = $2 and t.kind = 'product' and t.external_id = s.code
       and (coalesce(s.name, t.name), coalesce(s.path, t.path), coalesce(s.parent_id, t.parent_id),
         coalesce(s.merchandise, t.merchandise),         coalesce(n.id, t.successor_id)) is distinct from (t.name, t.path, t.parent_id, t.merchandise, t.successor_id)`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `update stage_product s set id = t.id from product t
     where t.workspace_id = $1 and t.source_id = $2 and t.kind = 'product' and t.external_id = s.code`,
    [workspaceId, referencesId],
  );
  return made.count;
}

/** One row per category, from the root down; a category's external id is its whole path. */
async function mergeCategories({ sql, workspaceId, referencesId }: MergeTarget, products: ProductBook): Promise<void> {
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
    await sql.unsafe(
      `insert into product (workspace_id, source_id, external_id, kind, parent_id, path, name)
       select $1, $2, c.path, 'category', p.id, c.parent, c.name
       from jsonb_to_recordset($3::jsonb) as c(path text, parent text, name text)
       left join product p on p.workspace_id = $1 and p.source_id = $2 and p.kind = 'category' and p.external_id = c.parent
       on conflict (workspace_id, source_id, kind, external_id) do nothing`,
      [workspaceId, referencesId, JSON.stringify(byDepth.get(depth))],
    );
  }
}
