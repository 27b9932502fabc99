import type { BroughtChange, BroughtState } from "../changes/bring-change";
import type { ChangeFields, ScopeInput } from "../changes/schema";
import type { ChangeRow, ChangeRows, SaidField } from "./change-row";
import { saidFields } from "./change-row";
import type { ImportTask } from "./import-task";
import type { Reject } from "./rejects";

/** Ids of what the rows name, by what the source calls it. */
export interface Catalogue {
  store: Map<string, number>;
  product: Map<string, number>;
  category: Map<string, number>;
}

type Refused = { row: ChangeRow; reject: Omit<Reject, "file" | "line"> };
type Content = Pick<BroughtChange, "fields" | "scope" | "state">;

/** Looks up the stores, products and categories that rows of changes name. */
export async function catalogueOf({ sql, target }: ImportTask, rows: readonly ChangeRow[]): Promise<Catalogue> {
  const find = async (field: keyof Catalogue, query: string) => {
    const asked = [...new Set(rows.flatMap(({ item }) => item[field] ?? []))];
    const values = [target.workspaceId, target.referencesId, JSON.stringify(asked)];
    const found = await sql.unsafe<{ id: string; external_id: string }[]>(query, values);
    return new Map(found.map((row) => [row.external_id, Number(row.id)]));
  };
  const products = (kind: "product" | "category") => `select id, external_id from product
    where workspace_id = $1 and source_id = $2 and kind = '${kind}'
      and external_id in (select jsonb_array_elements_text($3::jsonb))`;
  return {
    store: await find(
      "store",
      `select id, external_id from store where workspace_id = $1 and source_id = $2
         and external_id in (select jsonb_array_elements_text($3::jsonb))`,
    ),
    product: await find("product", products("product")),
    category: await find("category", products("category")),
  };
}

/** What the rows of one change say together, or the first row that cannot be used. */
export function toldChange(rows: readonly ChangeRow[], has: ChangeRows["has"], known: Catalogue): Content | Refused {
  const refused = differing(rows) ?? unknown(rows, known);
  if (refused) return refused;
  const said = Object.assign({}, ...rows.map((row) => row.said)) as ChangeRow["said"];
  const { start, end } = daysOf(rows);
  const title = said.title;
  return {
    fields: {
      ...(title !== undefined && { title }),
      ...(said.moved !== undefined && { moved: said.moved as ChangeFields["moved"] }),
      ...(said.kind !== undefined && { kind: said.kind as ChangeFields["kind"] }),
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
      ...(said.hypothesis !== undefined && { hypothesis: said.hypothesis }),
      ...(said.gain !== undefined && { gainMinor: Number(said.gain) }),
      ...(said.tags !== undefined && { tags: said.tags.split("|") }),
      ...(said.links !== undefined && { links: said.links.split("|") }),
    },
    scope: scopeOf(rows, has, known, start),
    state: said.state as BroughtState | undefined,
  };
}

/** A row that says another title, kind, ... or day than an earlier row of the same change. */
function differing(rows: readonly ChangeRow[]): Refused | null {
  const first = new Map<string, { line: number; value: string }>();
  for (const row of rows) {
    const whole = row.item.store === undefined ? { start: row.start, end: row.end } : {};
    const told: Partial<Record<SaidField | "start" | "end", string>> = { ...row.said, ...whole };
    for (const column of [...saidFields, "start", "end"] as const) {
      const value = told[column];
      if (value === undefined) continue;
      const before = first.get(column) ?? { line: row.at.line, value };
      first.set(column, before);
      if (before.value === value) continue;
      const params = { other: before.value, line: before.line };
      return { row, reject: { column, value, code: "otherInChange", params } };
    }
  }
  return null;
}

const unknownCodes = { store: "unknownStore", product: "unknownProduct", category: "unknownCategory" } as const;

function unknown(rows: readonly ChangeRow[], known: Catalogue): Refused | null {
  for (const row of rows) {
    for (const column of ["store", "product", "category"] as const) {
      const value = row.item[column];
      if (value === undefined || known[column].has(value)) continue;
      return { row, reject: { column, value, code: unknownCodes[column], params: {} } };
    }
  }
  return null;
}

/** The change's own first and last day; where only stores have days, the earliest start and the latest end of them. */
function daysOf(rows: readonly ChangeRow[]): { start: string | undefined; end: string | undefined } {
  const own = rows.filter((row) => row.item.store === undefined);
  const days = (of: readonly ChangeRow[], field: "start" | "end") => of.flatMap((row) => row[field] ?? []).sort();
  return {
    start: days(own, "start")[0] ?? days(rows, "start")[0],
    end: days(own, "end").at(-1) ?? days(rows, "end").at(-1),
  };
}

/** Only the dimensions that the file has columns for: the others stay as they are. */
function scopeOf(
  rows: readonly ChangeRow[],
  has: ChangeRows["has"],
  known: Catalogue,
  start: string | undefined,
): Partial<ScopeInput> {
  const values = (field: keyof ChangeRow["item"]) => [...new Set(rows.flatMap(({ item }) => item[field] ?? []))];
  const ids = (field: "product" | "category") => values(field).flatMap((code) => known[field].get(code) ?? []);
  const stores = new Map<number, { id: number; startOn?: string }>();
  for (const { item, start: own } of rows) {
    const id = item.store === undefined ? undefined : known.store.get(item.store);
    if (id !== undefined) stores.set(id, { id, ...(own !== undefined && own !== start && { startOn: own }) });
  }
  return {
    ...(has.has("store") && { stores: [...stores.values()] }),
    ...(has.has("product") && { products: ids("product") }),
    ...(has.has("category") && { categories: ids("category") }),
    ...(has.has("channel") && { channels: values("channel") as ScopeInput["channels"] }),
    ...(has.has("fulfilment") && { fulfilments: values("fulfilment") as ScopeInput["fulfilments"] }),
    ...(has.has("hours") && { hours: values("hours") }),
  };
}
