import { z } from "zod";
import { id } from "../trpc/id";
import { queues } from "./queues";

export const runInput = z.object({ id: id("job_run") });

/** One step: one run of one job. */
export const shownRun = z.object({
  id: z.number().int(),
  job: z.string(),
  /** What it was about, where that is one thing: a change, with its title. */
  change: z.object({ id: z.number().int(), title: z.string() }).nullable(),
  state: z.enum(["queued", "running", "done", "failed"]),
  queuedAt: z.date(),
  startedAt: z.date().nullable(),
  /** From its beginning to its end, or until now. */
  seconds: z.number().nullable(),
  rows: z.number().nullable(),
  counts: z.record(z.string(), z.number()),
  tries: z.number().int(),
  /** Why it failed, in the words of the program: codes and places, no values. */
  error: z.string().nullable(),
  /** Whether it may be run again by hand. */
  again: z.boolean(),
});
export type ShownRun = z.infer<typeof shownRun>;

/** A run that began a chain, and the steps that followed from it, in their order. */
export const shownChain = z.object({
  rootId: z.number().int(),
  day: z.string().nullable(),
  startedAt: z.date(),
  /** From the first beginning to the last end; null while a step waits or runs. */
  seconds: z.number().nullable(),
  steps: z.array(shownRun),
  /** Steps that are not shown, because a chain has very many. */
  more: z.number().int(),
});
export type ShownChain = z.infer<typeof shownChain>;

export const runsOutput = z.object({ tz: z.string(), chains: z.array(shownChain) });

/** Steps that do no harm when they are run over again at any moment; the others belong to what asked for them. */
export const repeatable = queues.filter(
  (queue) => !["import", "try-import", "undo-import", "join-customers", "erase-customer", "run-replay"].includes(queue),
);
