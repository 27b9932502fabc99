import type postgres from "postgres";
import type { BatchKind } from "@/db/schema";
import { decimalText } from "./decimal";
import type { MergeTarget } from "./merge-catalogue";
import type { TrialRow } from "./trial";

/** Where rows of each kind end up, and the name of their key there. */
const tables: Partial<Record<BatchKind, { table: string; key: string }>> = {
  purchases: { table: "purchase_line", key: "line_key" },
  survey_invitations: { table: "survey_invitation", key: "row_key" },
  survey_responses: { table: "survey_response", key: "row_key" },
  persona_answers: { table: "persona_answer", key: "row_key" },
  interactions: { table: "interaction", key: "row_key" },
  stock: { table: "stock_interval", key: "row_key" },
};

/** Columns that say something to a person, and the field that each of them is; the rest are keys and ids. */
const shown: Record<string, string> = {
  day: "date",
  from_day: "date",
  to_day: "until",
  quantity: "quantity",
  amount_minor: "amount",
  channel: "channel",
  fulfilment: "fulfilment",
  kind: "kind",
  score: "score",
  survey: "survey",
  stratum: "stratum",
  random: "random",
  direction: "direction",
  mode: "mode",
  resolved_first: "resolved_first",
  transferred: "transferred",
  persona: "persona",
  in_stock: "in_stock",
};

type Stored = Record<string, unknown>;

/** What each of the rows in `trial_row` became: new, in the place of another one, or there already. */
export async function stagedRows(
  sql: postgres.TransactionSql,
  { workspaceId, batchId }: MergeTarget,
  kind: BatchKind,
): Promise<TrialRow[]> {
  const where = tables[kind];
  if (!where) return [];
  const { table, key } = where;
  const rows = await sql.unsafe<{ line: string; fresh: boolean; now: Stored; before: Stored | null }[]>(
    `with rows as (
       select r.line, t.batch_id = $2 as fresh, to_jsonb(t) as now, o.row as before
       from trial_row r
       join ${table} t on t.workspace_id = $1 and t.${key} = r.row_key
       left join superseded_row o on o.workspace_id = $1 and o.table_name = '${table}' and o.row_key = r.row_key
         and o.by_batch = $2
     )
     select r.line, r.fresh, r.now || ${names("r.now")} as now, r.before || ${names("r.before")} as before
     from rows r order by r.line`,
    [workspaceId, batchId],
  );
  const [space] = await sql.unsafe<{ currency: string }[]>("select currency from workspace where id = $1", [
    workspaceId,
  ]);
  const digits = new Intl.NumberFormat("en", { style: "currency", currency: space?.currency ?? "EUR" });
  const scale = digits.resolvedOptions().maximumFractionDigits ?? 2;
  return rows.map(({ line, fresh, now, before }) => {
    const said = saidOf(now, scale);
    const was = before === null ? {} : saidOf(before, scale);
    const changes = Object.keys({ ...was, ...said })
      .map((field) => ({ field, from: was[field] ?? "", to: said[field] ?? "" }))
      .filter(({ from, to }) => before !== null && from !== to);
    const outcome = !fresh ? "unchanged" : before === null ? "new" : "changed";
    return { line: Number(line), outcome, said, changes };
  });
}

/** What a stored row's store, product and customer are called. */
function names(row: string): string {
  const of = (table: string, id: string, name: string, as: string) =>
    `'${as}', (select x.${name} from ${table} x where x.workspace_id = $1 and x.${id} = (${row} ->> '${as}_id')::bigint)`;
  const parts = [
    of("store", "id", "external_id", "store"),
    of("product", "id", "external_id", "product"),
    of("customer", "customer_id", "reference", "customer"),
  ];
  return `jsonb_build_object(${parts.join(", ")})`;
}

/** When, where, who and what first. */
function saidOf(row: Stored, scale: number): Record<string, string> {
  const said: Record<string, string> = {};
  const tell = (column: string, field: string) => {
    const value = row[column];
    if (value !== null && value !== undefined) said[field] = text(column, value, scale);
  };
  for (const column of ["day", "from_day", "to_day"]) tell(column, shown[column] ?? column);
  if (typeof row.minute === "number") said.time = clock(row.minute);
  for (const name of ["store", "customer", "product"]) if (typeof row[name] === "string") said[name] = row[name];
  for (const [column, field] of Object.entries(shown)) tell(column, field);
  return said;
}

function text(column: string, value: unknown, scale: number): string {
  if (column === "amount_minor") return decimalText(BigInt(String(value)), scale);
  return column === "quantity" ? String(Number(value)) : String(value);
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
