import type { Imported, ImportTask } from "./import-task";
import { interactionRows } from "./interaction-row";
import { invitationRows } from "./invitation-row";
import type { InteractionMapping, InvitationMapping, Mapping, PersonaAnswerMapping, ResponseMapping } from "./mapping";
import { mergeProducts, mergeStores } from "./merge-catalogue";
import { type FactTable, mergeFacts } from "./merge-facts";
import { mergePeople } from "./merge-people";
import { personaAnswerRows } from "./persona-answer-row";
import { type Begin, readFiles, refuseIfAllAre } from "./read-files";
import { emptyReport, type Outcome } from "./report";
import { responseRows } from "./response-row";
import { settleFactKeys, stageFacts } from "./stage-facts";
import { stageCustomers } from "./stage-lines";
import { startReading } from "./start-reading";

/** Reads, checks and merges answers to a survey; all of it in the task's transaction. */
export function importResponses(task: ImportTask<ResponseMapping>): Promise<Imported> {
  return importFacts(task, "survey_response", (on, file, header) => responseRows(on, file.name, header));
}

/** The same for interactions. */
export function importInteractions(task: ImportTask<InteractionMapping>): Promise<Imported> {
  return importFacts(task, "interaction", (on, file, header) => interactionRows(on, file.name, header));
}

/** The same for invitations to a survey. */
export function importInvitations(task: ImportTask<InvitationMapping>): Promise<Imported> {
  return importFacts(task, "survey_invitation", (on, file, header) => invitationRows(on, file.name, header));
}

/** The same for what people said of themselves. */
export function importPersonaAnswers(task: ImportTask<PersonaAnswerMapping>): Promise<Imported> {
  return importFacts(task, "persona_answer", (on, file, header) => personaAnswerRows(on, file.name, header));
}

async function importFacts<M extends Mapping>(
  task: ImportTask<M>,
  table: FactTable,
  begin: Begin<M>,
): Promise<Imported> {
  const { sql, target } = task;
  await stageFacts(sql);
  await stageCustomers(sql);
  const { reading, copy } = await startReading(task, "stage_fact");
  const rows = await readFiles(task, reading, "facts", copy, begin, { bytes: 0 });
  refuseIfAllAre(reading, rows);
  task.progress.update({ state: "merging", step: "checking" });
  await sql.unsafe("analyze stage_fact");
  const repeated = await settleFactKeys(sql, reading.hasLineIds);
  await task.trial?.staged(sql, "stage_fact");
  task.progress.update({ step: "people" });
  const newStores = await mergeStores(target, reading.stores, reading.storeZones);
  const newProducts = await mergeProducts(target, reading.products, null);
  const people = await mergePeople(target, "stage_fact", reading.identityKind);
  task.progress.update({ step: "lines" });
  const merged = await mergeFacts(target, table);
  const [span] = await sql.unsafe<{ first: string | null; last: string | null }[]>(
    `select (date '1970-01-01' + min(day_number))::text as first, (date '1970-01-01' + max(day_number))::text as last
     from stage_fact`,
  );
  const { counts, rejects, clock } = reading;
  const report: Outcome["report"] = {
    ...emptyReport,
    ...merged,
    rows,
    repeated,
    kept: counts.kept,
    refused: rejects.count,
    customers: people.people,
    newCustomers: people.made,
    stores: reading.stores.size,
    newStores,
    products: reading.products.size,
    newProducts,
    movedForward: clock.movedForward,
    firstOfTwo: clock.firstOfTwo,
    rejectsByCode: Object.fromEntries(rejects.byCode),
  };
  return { outcome: { report, firstDay: span?.first ?? null, lastDay: span?.last ?? null }, rejects };
}
