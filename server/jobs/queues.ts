/** Every queue. Payloads hold ids only: the queue's tables know no workspaces. */
export const queues = ["import", "derive", "follow-change"] as const;
export type Queue = (typeof queues)[number];

export interface Payloads {
  /** Read, check and merge the files of one batch. */
  import: { batchId: number };
  /** Visits, model, portraits and segments of a workspace, then one `follow-change` for each change under watch. */
  derive: Record<string, never>;
  /** Open or advance the cohort of one change: twins, counted days, monitors, readings, alert. */
  "follow-change": { changeId: number };
}
