/** Every queue. Payloads hold ids only: the queue's tables know no workspaces. */
export const queues = [
  "import",
  "try-import",
  "undo-import",
  "join-customers",
  "erase-customer",
  "derive-visits",
  "refit-model",
  "refresh-portraits",
  "start-changes",
  "open-cohort",
  "count-days",
  "advance-monitors",
  "read-change",
  "draw-up-list",
  "run-placebos",
  "look-for-drift",
  "run-replay",
  "judge-data",
] as const;
export type Queue = (typeof queues)[number];

/** Steps of one change each: a worker takes two of a kind at a time, so that a change does not wait for all that went before it. */
export const SIDE_BY_SIDE: readonly Queue[] = [
  "open-cohort",
  "count-days",
  "advance-monitors",
  "read-change",
  "run-placebos",
];

/** The channel on which workers hear which queue was asked something. */
export const ASKED = "triptych_asked";

type Nothing = Record<string, never>;

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
  /** Visits of whoever has new, changed or removed rows; the first step of every day. */
  "derive-visits": Nothing;
  /** The model in force, fitted anew once a week or where it fits no more. */
  "refit-model": Nothing;
  /** Portraits, dates of transition and memberships of whom rows or the calendar moved. */
  "refresh-portraits": Nothing;
  /** Planned changes whose day has come go live; every change under watch is gone through. */
  "start-changes": Nothing;
  /** Freeze who is concerned by one change and who are their twins, once day 0 is complete. */
  "open-cohort": { changeId: number };
  /** Returns of one change's members, day by day. */
  "count-days": { changeId: number };
  /** The alarms of one change, over the days counted. */
  "advance-monitors": { changeId: number };
  /** The figures of one change. */
  "read-change": { changeId: number };
  /** Tonight's list over all changes: verdicts and alerts. */
  "draw-up-list": Nothing;
  /** What arms differ by where nothing changed: the calibration of one change. */
  "run-placebos": { changeId: number };
  /** Segments that come less than expected though no change was recorded. */
  "look-for-drift": Nothing;
  /** History run day by day as if live. */
  "run-replay": { replayId: number };
  /** What is wrong with what came in: data alerts for admins. */
  "judge-data": Nothing;
}
