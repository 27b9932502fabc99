import type { ImportTask } from "./import-task";
import { shownValue } from "./shown-value";
import { trialRows } from "./trial";
import { madeRow } from "./write-over";

interface Row {
  line: string;
  reference: string | null;
  is_new: boolean;
  told: { column: string; before: unknown; after: unknown }[] | null;
}

/** Tells a trial what each row of a file of customers did, after they were merged. Identities are told by their kind only. */
export async function tellCustomers({ sql, target, trial }: ImportTask): Promise<void> {
  if (!trial) return;
  const rows = await sql.unsafe<Row[]>(
    `select r.line, c.reference, s.is_new, (
       select jsonb_agg(jsonb_build_object('column', o.column_name, 'before', o.before, 'after', o.after)
         order by o.column_name)
       from overwritten_value o
       where o.workspace_id = $1 and o.by_batch = $2 and o.table_name = 'customer' and o.row_id = s.home
         and o.column_name <> '${madeRow}'
     ) as told
     from stage_row r
     join stage_somebody s using (person)
     join customer c on c.workspace_id = $1 and c.customer_id = s.home
     order by r.file, r.line limit ${trialRows}`,
    [target.workspaceId, target.batchId],
  );
  for (const { line, reference, is_new, told } of rows) {
    const changes = is_new ? [] : (told ?? []).map((one) => ({ field: one.column, ...fromTo(one) }));
    const outcome = is_new ? "new" : changes.length > 0 ? "changed" : "unchanged";
    const said: Record<string, string> = reference === null ? {} : { customer: reference };
    trial.say({ file: "", line: Number(line) }, { outcome, said, changes });
  }
}

function fromTo({ before, after }: { before: unknown; after: unknown }): { from: string; to: string } {
  return { from: shownValue(before), to: shownValue(after) };
}
