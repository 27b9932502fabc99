import { expect, it } from "vitest";
import type { ShownRun } from "@/server/jobs/schema";
import { groupSteps } from "./group-steps";

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 3, 0, second));

function step(id: number, job: string, more: Partial<ShownRun> = {}): ShownRun {
  return {
    ...{ id, job, change: null, state: "done", queuedAt: at(0), startedAt: at(id), seconds: 1, rows: 10 },
    ...{ counts: {}, tries: 1, error: null, again: true, ...more },
  };
}

it("two of one kind with another between them: kinds in the order of their first, with sums and the earliest beginning", () => {
  const found = groupSteps([
    step(1, "open-cohort", { counts: { twins: 5, waves: 1 } }),
    step(2, "count-days"),
    step(3, "open-cohort", { counts: { twins: 7 }, rows: null, seconds: null }),
  ]);
  expect(found.map(({ job, steps }) => [job, steps.length])).toEqual([
    ["open-cohort", 2],
    ["count-days", 1],
  ]);
  expect(found[0]).toMatchObject({ began: at(1), seconds: 1, rows: 10, counts: { twins: 12, waves: 1 } });
});

it("what did not work comes first among the states; what never began has neither time nor rows", () => {
  const waits = { state: "queued", startedAt: null, seconds: null, rows: null } as const;
  const [group] = groupSteps([step(1, "count-days"), step(2, "count-days", { state: "failed" })]);
  expect(group?.states).toEqual([
    { state: "failed", count: 1 },
    { state: "done", count: 1 },
  ]);
  expect(groupSteps([step(4, "read-change", waits)])[0]).toMatchObject({ began: at(0), seconds: null, rows: null });
});
