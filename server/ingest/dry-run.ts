import { clientOf } from "@/db/transaction-client";
import { DomainError, type ErrorParams } from "../errors";
import type { Workshop } from "../jobs/run";
import type { Scope } from "../scope";
import { BatchProgress } from "./batch-progress";
import { importers } from "./importers";
import type { InputFile } from "./input-file";
import { type Batch, prepareTask } from "./prepare-task";
import { firstPart } from "./read-sample";
import type { Reject } from "./rejects";
import type { BatchReport } from "./report";
import { stagedRows } from "./staged-rows";
import { Trial, type TrialRow, trialRows } from "./trial";

/** Bytes of text that are tried. */
const tried = 1024 * 1024;

export interface TriedRow extends TrialRow {
  /** Why it would be refused. */
  reject?: Reject;
}

export interface DryRun {
  /** Whether all of the file was tried; else the counts are of its first rows. */
  whole: boolean;
  report: Omit<BatchReport, "seconds">;
  /** The first rows, in the order of the file, and what each would do. */
  rows: TriedRow[];
}

/** Ends the transaction of a trial: nothing of it stays. */
class TakenBack extends Error {
  constructor(readonly dryRun: Omit<DryRun, "whole">) {
    super("taken back");
  }
}

/**
 * What importing the first megabyte of a file would do, row by row: the importer itself runs, in a transaction of the
 * owner that is always rolled back, and what it did is read from the tables before. So the trial says what the import
 * will do, corrections, joined people and refusals included, and needs no second way of judging a row. Pages could not
 * do it: their login may not read the key of identities, hence does not recognise anybody. Returns the fault where the
 * file cannot be used.
 */
export async function dryRun(
  workshop: Workshop,
  scope: Scope,
  batch: Batch,
  file: InputFile,
): Promise<DryRun | { fault: { code: string; params: ErrorParams } }> {
  const part = firstPart(file, tried);
  try {
    const result = await tryAndTakeBack(workshop, scope, batch, part.file);
    return { whole: part.isWhole(), ...result };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { fault: { code: error.code, params: error.params } };
  }
}

async function tryAndTakeBack(
  workshop: Workshop,
  scope: Scope,
  batch: Batch,
  file: InputFile,
): Promise<Omit<DryRun, "whole">> {
  const { workspaceId } = scope;
  const progress = new BatchProgress(
    workshop.app,
    { workspaceId, batchId: batch.id, totalBytes: file.bytes },
    workshop.clock,
    () => {},
  );
  try {
    await workshop.owner.db.transaction(async (db) => {
      const trial = new Trial();
      const options = { files: [{ role: "facts" as const, file }] };
      const task = { ...(await prepareTask({ ...scope, db }, batch, options, progress)), trial };
      const { outcome, rejects } = await importers[batch.kind].run(task);
      if (trial.hasStaged) trial.rows.push(...(await stagedRows(clientOf(db), task.target, batch.kind)));
      throw new TakenBack({ report: outcome.report, rows: inOrder(trial.rows, rejects.kept) });
    });
  } catch (error) {
    await progress.stop();
    if (error instanceof TakenBack) return error.dryRun;
    throw error;
  }
  throw new Error("a trial ended without being taken back");
}

function inOrder(rows: readonly TrialRow[], rejects: readonly Reject[]): TriedRow[] {
  const refused = rejects.map((reject) => ({
    line: reject.line,
    outcome: "refused" as const,
    said: {},
    changes: [],
    reject,
  }));
  return [...rows, ...refused].sort((a, b) => a.line - b.line).slice(0, trialRows);
}
