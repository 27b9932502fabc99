import { enqueue } from "../jobs/enqueue";
import { settingsOf } from "../workspaces/settings";
import { attachIdentities } from "./attach-identities";
import { namedRows } from "./customer-row";
import { tellCustomers } from "./customer-trial";
import { findHomes } from "./find-homes";
import type { Imported, ImportTask } from "./import-task";
import type { CustomerMapping } from "./mapping";
import type { MergeTarget } from "./merge-catalogue";
import { proposeJoins } from "./propose-joins";
import { readFiles, refuseIfAllAre } from "./read-files";
import { emptyReport } from "./report";
import { onePeopleImport } from "./source-lock";
import { gatherPeople, stageNamed } from "./stage-named";
import { startReading } from "./start-reading";
import { writeTold } from "./write-told";

/** Reads, checks and merges files of customers: who they are, their identities, attributes and consent (D5). */
export async function importCustomers(task: ImportTask<CustomerMapping>): Promise<Imported> {
  const { sql, target, scope, now } = task;
  await stageNamed(sql);
  const { reading, copy } = await startReading(task, "stage_named");
  const rows = await readFiles(task, reading, "facts", copy, namedRows, { bytes: 0 });
  refuseIfAllAre(reading, rows);
  task.progress.update({ state: "merging", step: "people" });
  await sql.unsafe("analyze stage_named");
  await onePeopleImport(sql, target.workspaceId);
  const sharedIdentities = await gatherPeople(sql);
  const made = await findHomes(target);
  await makeNamed(target);
  const identities = await attachIdentities(target);
  const { joinSameVerifiedEmail } = settingsOf(task.workspace);
  const { proposed, joining } = await proposeJoins(target, { joinSameVerifiedEmail, now });
  for (const joinId of joining) await enqueue(scope, "join-customers", `customer_join:${joinId}`, { joinId });
  const corrected = await tell(target);
  await tellCustomers(task);
  const [row] = await sql.unsafe<{ n: number }[]>("select count(distinct home)::int as n from stage_somebody");
  const customers = row?.n ?? 0;
  const { counts, rejects } = reading;
  const report = {
    ...emptyReport,
    ...{ rows, kept: counts.kept, refused: rejects.count, customers, corrected, identities, sharedIdentities },
    inserted: made,
    newCustomers: made,
    unchanged: customers - made - corrected,
    joinsProposed: proposed + joining.length,
    rejectsByCode: Object.fromEntries(rejects.byCode),
  };
  return { outcome: { report, firstDay: null, lastDay: null }, rejects };
}

async function makeNamed({ sql, workspaceId, batchId }: MergeTarget): Promise<void> {
  await sql.unsafe(
    `insert into customer (workspace_id, customer_id, kind, reference)
     select $1, home, 'person', reference from stage_somebody where is_new order by home`,
    [workspaceId],
  );
  await sql.unsafe(
    `insert into overwritten_value (workspace_id, table_name, row_id, column_name, by_batch, at)
     select $1, 'customer', home, '*', $2, now() from stage_somebody where is_new`,
    [workspaceId, batchId],
  );
}

/** Where several rows speak of one customer the last one that says anything wins, value by value. */
async function tell(target: MergeTarget): Promise<number> {
  await target.sql.unsafe(`
    create temp table stage_told on commit drop as
    with said as materialized (
      select s.home, s.is_new, row_number() over (order by r.file, r.line) as place, n.home_area, n.attributes, n.consent
      from stage_row r join stage_somebody s using (person) join stage_named n on n.file = r.file and n.line = r.line
    ), attribute as (
      select home, jsonb_object_agg(a.key, a.value order by place) as told
      from said cross join lateral jsonb_each(attributes) a group by home
    ), agreed as (
      select home, jsonb_object_agg(c.key, c.value order by place) as told
      from said cross join lateral jsonb_each(consent) c group by home
    ), person as (
      select home, bool_or(is_new) as is_new,
        (array_agg(home_area order by place desc) filter (where home_area is not null))[1] as home_area
      from said group by home
    )
    select p.home as customer_id, p.is_new, p.home_area, coalesce(a.told, '{}') as attributes,
      coalesce(g.told, '{}') as consent
    from person p left join attribute a using (home) left join agreed g using (home)`);
  return writeTold(target);
}
