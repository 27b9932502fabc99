import { growList } from "../changes/grow-list";
import { changeCustomerRows } from "./change-customer-row";
import type { Imported, ImportTask } from "./import-task";
import type { ChangeCustomerMapping } from "./mapping";
import { readFiles, refuseIfAllAre } from "./read-files";
import type { Reading } from "./reading";
import { emptyReport } from "./report";
import { startReading } from "./start-reading";
import { trialRows } from "./trial";

type Task = ImportTask<ChangeCustomerMapping>;

/**
 * Reads the people of changes whose scope is a list (D15): a change by what its source calls it, or by its page's number, written
 * `#12`: a bare 12 is another system's word, never a page; people who are known already. Rows of a change that is met, or that nobody knows, and of people whom nobody knows are refused.
 */
export async function importChangeCustomers(task: Task): Promise<Imported> {
  const { sql } = task;
  await sql.unsafe(`
    create temp table stage_member (
      change text not null, identity_hash bytea not null, reference text not null, file smallint not null, line bigint not null
    ) on commit drop`);
  const { reading, copy } = await startReading(task, "stage_member");
  const rows = await readFiles(task, reading, "facts", copy, changeCustomerRows, { bytes: 0 });
  task.progress.update({ state: "merging", step: "people" });
  await findChanges(task);
  await findPeople(task, reading);
  await refuseUnknown(task, reading);
  refuseIfAllAre(reading, rows);
  task.progress.update({ step: "lines" });
  const merged = await nameAll(task);
  await tellMembers(task);
  const { counts, rejects } = reading;
  const report = {
    ...emptyReport,
    ...merged,
    rows,
    kept: counts.kept,
    refused: rejects.count,
    repeated: counts.kept - merged.inserted - merged.unchanged,
    rejectsByCode: Object.fromEntries(rejects.byCode),
  };
  return { outcome: { report, firstDay: null, lastDay: null }, rejects };
}

/** `stage_change(change, id, state)`: what this source calls a change comes before a change's number. */
async function findChanges({ sql, target }: Task): Promise<void> {
  await sql.unsafe(
    `create temp table stage_change on commit drop as
     select distinct on (m.change) m.change, c.id, c.state
     from (select distinct change from stage_member) m
     join change c on c.workspace_id = $1
       and ((c.source_id = $2 and c.external_id = m.change) or '#' || c.id = m.change)
     order by m.change, c.external_id is not distinct from m.change desc`,
    [target.workspaceId, target.sourceId],
  );
}

/** `stage_person(identity_hash, customer_id)` of those who are known: an address or a number whichever source told it. */
async function findPeople({ sql, target }: Task, { identityKind }: Reading<unknown>): Promise<void> {
  const anywhere = identityKind === "email" || identityKind === "phone";
  await sql.unsafe(
    `create temp table stage_person on commit drop as
     select distinct on (i.value_hash) i.value_hash as identity_hash, i.customer_id
     from identity i
     where i.workspace_id = $1 and i.kind = $3 and i.customer_id is not null and (i.source_id = $2 or $4)
       and i.value_hash in (select identity_hash from stage_member)
     order by i.value_hash, i.source_id = $2 desc, i.customer_id`,
    [target.workspaceId, target.referencesId, identityKind, anywhere],
  );
}

const unknown = `
  select m.file, m.line, m.change, m.reference, c.state,
    case when c.id is null then 'unknownChange' when c.state not in ('draft', 'planned') then 'listFrozen'
      else 'unknownCustomer' end as code
  from stage_member m
  left join stage_change c using (change)
  left join stage_person p using (identity_hash)
  where c.id is null or c.state not in ('draft', 'planned') or p.customer_id is null
  order by m.file, m.line`;

async function refuseUnknown(task: Task, { rejects, counts }: Reading<unknown>): Promise<void> {
  type Row = { file: number; line: string; change: string; reference: string; code: "unknownChange" | "listFrozen" };
  const names = task.files.filter(({ role }) => role === "facts").map(({ file }) => file.name);
  const refused = await task.sql.unsafe<(Row & { state: string | null })[]>(unknown);
  for (const { file, line, change, reference, code, state } of refused) {
    const column = code === "unknownChange" || code === "listFrozen" ? "change" : "customer";
    const value = column === "change" ? change : reference;
    const params: Record<string, string> = state === null ? {} : { state };
    rejects.add({ file: names[file] ?? "", line: Number(line), column, value, code, params });
    counts.kept--;
  }
  await task.sql.unsafe(
    `delete from stage_member m where not exists (
       select 1 from stage_change c where c.change = m.change and c.state in ('draft', 'planned')
     ) or not exists (select 1 from stage_person p where p.identity_hash = m.identity_hash)`,
  );
}

/** The list of each change grows by whoever is not on it yet. */
async function nameAll({ sql, target, scope }: Task): Promise<{ inserted: number; unchanged: number }> {
  const { workspaceId, batchId } = target;
  const [wanted] = await sql.unsafe<{ n: number }[]>(
    `select count(distinct (c.id, p.customer_id))::int as n
     from stage_member m join stage_change c using (change) join stage_person p using (identity_hash)`,
  );
  const named = await sql.unsafe<{ change_id: string }[]>(
    `insert into change_customer (workspace_id, customer_id, change_id, batch_id, identity_hash)
     select distinct on (c.id, p.customer_id) $1::int, p.customer_id, c.id, $2::bigint, m.identity_hash
     from stage_member m join stage_change c using (change) join stage_person p using (identity_hash)
     order by c.id, p.customer_id, m.identity_hash
     on conflict do nothing returning change_id`,
    [workspaceId, batchId],
  );
  const byChange = new Map<number, number>();
  for (const { change_id } of named) byChange.set(Number(change_id), (byChange.get(Number(change_id)) ?? 0) + 1);
  for (const [changeId, people] of byChange) await growList(scope, { changeId, people });
  return { inserted: named.length, unchanged: (wanted?.n ?? 0) - named.length };
}

async function tellMembers({ sql, target, trial }: Task): Promise<void> {
  if (!trial) return;
  const rows = await sql.unsafe<{ line: string; change: string; reference: string; fresh: boolean }[]>(
    `select m.line, m.change, m.reference, cc.batch_id is not distinct from $2 as fresh
     from stage_member m join stage_change c using (change) join stage_person p using (identity_hash)
     join change_customer cc on cc.workspace_id = $1 and cc.change_id = c.id and cc.customer_id = p.customer_id
     order by m.file, m.line limit ${trialRows}`,
    [target.workspaceId, target.batchId],
  );
  for (const { line, change, reference, fresh } of rows) {
    const outcome = fresh ? "new" : "unchanged";
    trial.say({ file: "", line: Number(line) }, { outcome, said: { change, customer: reference }, changes: [] });
  }
}
