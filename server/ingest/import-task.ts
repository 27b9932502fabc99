import type postgres from "postgres";
import type { FileRole } from "@/db/schema";
import type { Workspace } from "../scope";
import type { BatchProgress } from "./batch-progress";
import type { InputFile } from "./input-file";
import type { Mapping } from "./mapping";
import type { MergeTarget } from "./merge-catalogue";
import type { Rejects } from "./rejects";
import type { Outcome } from "./report";

/** A batch under way, inside its one transaction of the owner. */
export interface ImportTask<M extends Mapping = Mapping> {
  sql: postgres.TransactionSql;
  workspace: Workspace;
  sourceName: string;
  target: MergeTarget;
  mapping: M;
  files: { role: FileRole; file: InputFile }[];
  batchSize: number;
  completeThrough: string | null;
  now: Date;
  progress: BatchProgress;
}

export interface Imported {
  outcome: Outcome;
  rejects: Rejects;
}
