/** Every queue. Payloads hold ids only: the queue's tables know no workspaces. */
export const queues = [
  "import",
  "try-import",
  "undo-import",
  "join-customers",
  "erase-customer",
  "derive",
  "follow-change",
  "judge-data",
] as const;
export type Queue = (typeof queues)[number];

export interface Payloads {
  /** Read, check and merge the files of one batch. */
  import: { batchId: number };
  /** Say what importing an uploaded file would do, row by row; nothing of it is kept. */
  "try-import": { batchId: number };
  /** Take one import back (D6). */
  "undo-import": { batchId: number };
  /** Make one join of two customers, or undo it, as its state asks (D5). */
  "join-customers": { joinId: number };
  /** Remove every row of one person (D16). */
  "erase-customer": { erasureId: number };
  /** Visits, model, portraits and segments of a workspace, then one `follow-change` for each change under watch. */
  derive: Record<string, never>;
  /** Open or advance the cohort of one change: twins, counted days, monitors, readings, alert. */
  "follow-change": { changeId: number };
  /** What is wrong with what came in: data alerts for admins. */
  "judge-data": Record<string, never>;
}
