import type { ToldAt } from "./catalogue-books";
import type { ImportTask } from "./import-task";
import { shownValue } from "./shown-value";
import { trialRows } from "./trial";
import { madeRow } from "./write-over";

interface Told {
  code: string;
  told?: { at: ToldAt } | undefined;
}

/** Tells a trial what each row of a catalogue did, after it was merged: what the batch keeps of values it wrote over. */
export async function tellCatalogue(
  { sql, target, trial }: ImportTask,
  table: "store" | "product",
  all: readonly Told[],
): Promise<void> {
  if (!trial) return;
  const first = all
    .flatMap(({ code, told }) => (told ? [{ code, told }] : []))
    .sort((a, b) => a.told.at.line - b.told.at.line)
    .slice(0, trialRows);
  const codeOf = (value: "before" | "after") => `case when o.column_name = 'successor_id' then (
    select to_jsonb(x.external_id) from ${table} x where x.workspace_id = $1 and x.id = (o.${value} #>> '{}')::bigint
  ) else o.${value} end`;
  const rows = await sql.unsafe<{ external_id: string; column_name: string; before: unknown; after: unknown }[]>(
    `select t.external_id, o.column_name, ${codeOf("before")} as before, ${codeOf("after")} as after
     from overwritten_value o
     join ${table} t on t.workspace_id = $1 and t.id = o.row_id and t.source_id = $2
       and to_jsonb(t) ->> 'kind' is distinct from 'category'
     where o.workspace_id = $1 and o.by_batch = $3 and o.table_name = '${table}' and o.column_name <> 'parent_id'
       and t.external_id in (select jsonb_array_elements_text($4::jsonb)) order by o.column_name`,
    [target.workspaceId, target.referencesId, target.batchId, JSON.stringify(first.map(({ code }) => code))],
  );
  const byCode = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) byCode.set(row.external_id, [...(byCode.get(row.external_id) ?? []), row]);
  for (const { code, told } of first) {
    const own = byCode.get(code) ?? [];
    const isNew = own.some((row) => row.column_name === madeRow);
    const changes = isNew
      ? []
      : own.map((row) => ({ field: row.column_name, from: shownValue(row.before), to: shownValue(row.after) }));
    const outcome = isNew ? "new" : changes.length > 0 ? "changed" : "unchanged";
    trial.say(told.at, { outcome, said: { [table]: code, ...saidOf(told) }, changes });
  }
}

function saidOf(told: object): Record<string, string> {
  const said = Object.entries(told).filter(([name, value]) => name !== "at" && value !== undefined);
  return Object.fromEntries(
    said.map(([name, value]) => [name, shownValue(value)] as const).filter(([, text]) => text !== ""),
  );
}
