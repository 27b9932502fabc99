import type postgres from "postgres";
import type { FileRole } from "@/db/schema";
import type { Scope, Workspace } from "../scope";
import type { BatchProgress } from "./batch-progress";
import type { InputFile } from "./input-file";
import type { Mapping } from "./mapping";
import type { MergeTarget } from "./merge-catalogue";
import type { Rejects } from "./rejects";
import type { Outcome } from "./report";
import type { Trial } from "./trial";

/** A batch under way, inside its one transaction of the owner. */
export interface ImportTask<M extends Mapping = Mapping> {
  sql: postgres.TransactionSql;
  /** The same transaction, for other domains' verbs. */
  scope: Scope;
  workspace: Workspace;
  sourceName: string;
  target: MergeTarget;
  mapping: M;
  files: { role: FileRole; file: InputFile }[];
  batchSize: number;
  completeThrough: string | null;
  now: Date;
  progress: BatchProgress;
  /** Present where the import only shows what it would do. */
  trial?: Trial;
}

export interface Imported {
  outcome: Outcome;
  rejects: Rejects;
}
