import { and, desc, eq, inArray, lte } from "drizzle-orm";
import type { z } from "zod";
import { reading } from "@/db/schema";
import type { Scope } from "../../scope";
import { addDays } from "../days";
import { READING_VERSION } from "../settings";
import { type DriftParts, driftShape, windowShape } from "./drift-shape";

export type SegmentWindow = z.infer<typeof windowShape>;

const subjectOf = (segment: string) => `segment:${segment}`;
/** What is older than this says nothing of today. */
const FRESH = 14;

/** Stretches that were looked at before. */
export async function readWindows(scope: Scope, ends: readonly string[]): Promise<SegmentWindow[]> {
  const rows = await scope.db
    .selectDistinctOn([reading.subject, reading.asOf], { parts: reading.parts })
    .from(reading)
    .where(
      and(
        eq(reading.workspaceId, scope.workspaceId),
        eq(reading.method, "drift_window"),
        eq(reading.version, READING_VERSION),
        inArray(reading.asOf, [...ends]),
      ),
    )
    .orderBy(reading.subject, reading.asOf, desc(reading.knownAt));
  return rows.map(({ parts }) => windowShape.parse(parts));
}

/** Keeps new stretches and what they say today. */
export async function keepDrift(
  scope: Scope,
  windows: readonly SegmentWindow[],
  found: readonly DriftParts[],
): Promise<void> {
  const common = { workspaceId: scope.workspaceId, version: READING_VERSION, slice: "all", knownAt: scope.now };
  const rows = [
    ...windows.map((parts) => ({
      ...common,
      method: "drift_window",
      subject: subjectOf(parts.segment),
      asOf: parts.end,
      value: parts.observed / Math.max(1e-9, parts.expected),
      n: parts.n,
      parts,
    })),
    ...found.map((parts) => ({
      ...common,
      method: "drift",
      subject: subjectOf(parts.segment),
      asOf: parts.to,
      value: parts.said.kind === "drift" ? parts.said.ratio : null,
      n: null,
      parts,
    })),
  ];
  if (rows.length > 0) await scope.db.insert(reading).values(rows).onConflictDoNothing();
}

/** The latest word on each segment, not older than two weeks; those that came less than expected only. */
export async function readDrift(scope: Scope): Promise<DriftParts[]> {
  const rows = await scope.db
    .selectDistinctOn([reading.subject], { asOf: reading.asOf, parts: reading.parts })
    .from(reading)
    .where(
      and(
        eq(reading.workspaceId, scope.workspaceId),
        eq(reading.method, "drift"),
        eq(reading.version, READING_VERSION),
        lte(reading.asOf, scope.today),
      ),
    )
    .orderBy(reading.subject, desc(reading.asOf), desc(reading.knownAt));
  return rows
    .filter(({ asOf }) => asOf >= addDays(scope.today, -FRESH))
    .map(({ parts }) => driftShape.parse(parts))
    .filter(({ said }) => said.kind === "drift" && said.fewer);
}

/** Whether today, or a day of the week before, was looked at. */
export async function lookedLately(scope: Scope): Promise<boolean> {
  const [row] = await scope.db
    .select({ asOf: reading.asOf })
    .from(reading)
    .where(
      and(
        eq(reading.workspaceId, scope.workspaceId),
        eq(reading.method, "drift"),
        eq(reading.version, READING_VERSION),
        lte(reading.asOf, scope.today),
      ),
    )
    .orderBy(desc(reading.asOf))
    .limit(1);
  return row !== undefined && row.asOf > addDays(scope.today, -7);
}
