import { group } from "d3-array";
import type { ShownRun } from "@/server/jobs/schema";

/** The runs of one kind of step within a chain, and what they come to together. */
export interface StepGroup {
  job: string;
  steps: readonly ShownRun[];
  states: readonly { state: ShownRun["state"]; count: number }[];
  /** When the first of them began, or was asked for. */
  began: Date;
  /** Sums over those that said it; null where none did. */
  seconds: number | null;
  rows: number | null;
  counts: Record<string, number>;
}

const urgency = ["failed", "running", "queued", "done"] as const;

/** Kinds of steps in the order in which their first one began; what did not work is named first. */
export function groupSteps(steps: readonly ShownRun[]): StepGroup[] {
  return [...group(steps, ({ job }) => job)].map(([job, own]) => ({
    job,
    steps: own,
    states: urgency.flatMap((state) => {
      const count = own.filter((step) => step.state === state).length;
      return count === 0 ? [] : [{ state, count }];
    }),
    began: new Date(Math.min(...own.map(({ startedAt, queuedAt }) => Number(startedAt ?? queuedAt)))),
    seconds: sum(own.map(({ seconds }) => seconds)),
    rows: sum(own.map(({ rows }) => rows)),
    counts: own.reduce<Record<string, number>>((all, { counts }) => {
      for (const [key, n] of Object.entries(counts)) all[key] = (all[key] ?? 0) + n;
      return all;
    }, {}),
  }));
}

function sum(values: readonly (number | null)[]): number | null {
  const said = values.filter((value) => value !== null);
  return said.length === 0 ? null : said.reduce((total, value) => total + value, 0);
}
