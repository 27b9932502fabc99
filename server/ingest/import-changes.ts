import type { Brought } from "../changes/bring-change";
import { bringChange } from "../changes/bring-change";
import { DomainError } from "../errors";
import { type ChangeRow, type ChangeRows, changeRows } from "./change-row";
import type { Imported, ImportTask } from "./import-task";
import type { ChangeMapping } from "./mapping";
import { readFiles, refuseIfAllAre } from "./read-files";
import type { Reading } from "./reading";
import type { Reject } from "./rejects";
import { emptyReport } from "./report";
import { startReading } from "./start-reading";
import { catalogueOf, toldChange } from "./told-change";
import { madeRow } from "./write-over";

type Task = ImportTask<ChangeMapping>;

/**
 * Reads changes and records them by the changes' own verbs, each in a savepoint: one that is refused leaves nothing, with the
 * sentence at its first row. Counts are of changes, not of rows.
 */
export async function importChanges(task: Task): Promise<Imported> {
  const { reading } = await startReading(task, "stage_line");
  const told: ChangeRows = { rows: new Map(), incomplete: new Set(), has: new Set() };
  const rows = await readFiles(
    task,
    reading,
    "facts",
    null,
    (on, file, header) => changeRows(on, told, file.name, header),
    {
      bytes: 0,
    },
  );
  task.progress.update({ state: "merging", step: "lines" });
  const catalogue = await catalogueOf(task, [...told.rows.values()].flat());
  const counts = { new: 0, changed: 0, unchanged: 0 };
  for (const [externalId, of] of told.rows) {
    const brought = await bringOne(task, reading, { externalId, of, told, catalogue });
    if (!brought) continue;
    reading.counts.kept += of.length;
    counts[brought.outcome]++;
    await keepBefore(task, brought);
    for (const { at } of of)
      task.trial?.say(at, { outcome: brought.outcome, said: saidOf(of), changes: changesOf(brought) });
  }
  refuseIfAllAre(reading, rows);
  const report = {
    ...emptyReport,
    rows,
    kept: reading.counts.kept,
    refused: reading.rejects.count,
    inserted: counts.new,
    corrected: counts.changed,
    unchanged: counts.unchanged,
    rejectsByCode: Object.fromEntries(reading.rejects.byCode),
  };
  return { outcome: { report, firstDay: null, lastDay: null }, rejects: reading.rejects };
}

interface One {
  externalId: string;
  of: ChangeRow[];
  told: ChangeRows;
  catalogue: Awaited<ReturnType<typeof catalogueOf>>;
}

async function bringOne(task: Task, reading: Reading<ChangeMapping>, one: One): Promise<Brought | null> {
  const { externalId, of, told, catalogue } = one;
  const refuse = (row: ChangeRow | undefined, reject: Omit<Reject, "file" | "line">) => {
    for (const other of of) {
      if (other === row) reading.rejects.add({ ...other.at, ...reject });
      else {
        const value = externalId;
        reading.rejects.add({ ...other.at, column: "change", value, code: "changeIncomplete", params: {} });
      }
    }
    return null;
  };
  if (told.incomplete.has(externalId)) return refuse(undefined, { column: "", value: "", code: "missing", params: {} });
  const content = toldChange(of, told.has, catalogue);
  if ("reject" in content) return refuse(content.row, content.reject);
  const { target } = task;
  const reason = `corrected by import ${target.batchId}`;
  const brought = { ...content, sourceId: target.sourceId, externalId, reason };
  try {
    return await task.scope.db.transaction((db) => bringChange({ ...task.scope, db }, brought));
  } catch (error) {
    if (!(error instanceof DomainError) || !error.code.startsWith("changes.")) throw error;
    const { code, params, field = "" } = error;
    return refuse(of[0], { column: field, value: externalId, code: code as `changes.${string}`, params });
  }
}

/** What stood there before, field by field, so that undo can bring it back (D6). */
async function keepBefore({ sql, target }: Task, { id, outcome, before, after }: Brought): Promise<void> {
  if (outcome === "unchanged") return;
  const fields = Object.keys(after) as (keyof typeof after)[];
  const moved = fields.filter((field) => JSON.stringify(after[field]) !== JSON.stringify(before?.[field as "title"]));
  const rows =
    outcome === "new"
      ? [{ name: madeRow, before: null, after: null }]
      : moved.map((name) => ({ name, before: before?.[name as "title"] ?? null, after: after[name] ?? null }));
  await sql.unsafe(
    `insert into overwritten_value (workspace_id, table_name, row_id, column_name, by_batch, before, after, at)
     select $1, 'change', $2, r.name, $3, r.before, r.after, now()
     from jsonb_to_recordset($4::jsonb) as r(name text, before jsonb, after jsonb)
     on conflict do nothing`,
    [target.workspaceId, id, target.batchId, JSON.stringify(rows)],
  );
}

function saidOf(rows: readonly ChangeRow[]): Record<string, string> {
  const said = Object.assign({}, ...rows.map((row) => row.said)) as Record<string, string>;
  const { title = "", start = "" } = { ...said, start: rows.map((row) => row.start ?? "").sort()[0] };
  return { change: rows[0]?.change ?? "", title, start };
}

function changesOf({ outcome, before, after }: Brought): { field: string; from: string; to: string }[] {
  if (outcome !== "changed" || !before) return [];
  const shown = (value: unknown) =>
    typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  const fields = [
    "title",
    "moved",
    "kind",
    "start",
    "end",
    "hypothesis",
    "gainMinor",
    "tags",
    "links",
    "scope",
  ] as const;
  return fields
    .map((field) => ({ field, from: shown(before[field]), to: shown(after[field]) }))
    .filter(({ from, to }) => from !== to);
}
