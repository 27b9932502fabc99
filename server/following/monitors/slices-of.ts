import { and, eq, sql } from "drizzle-orm";
import { cohortMember } from "@/db/schema";
import type { Scope } from "../../scope";
import type { Cohort } from "../cohort/open-cohort";
import type { Slice } from "../schema";
import { LEAST_RETURNS } from "../settings";

/** What one monitor watches: cells of `stratum_day` of this part and these strata; `strata` null = all. */
export interface WatchedSlice {
  name: Slice;
  part: 0 | 1;
  strata: ReadonlySet<number> | null;
}

type Strata = Pick<Cohort, "strata">["strata"];

/** `all`, and every segment that could ever show 30 first returns in both arms (D14): a smaller one would only dilute the rest. */
export function slicesOf(cohort: { strata: Strata }, intense: boolean): WatchedSlice[] {
  const segments = largeEnough(cohort.strata).map((segment) => ({
    name: `segment:${segment}` as Slice,
    part: 0 as const,
    strata: new Set(cohort.strata.filter((row) => row.segment === segment).map((row) => row.stratum)),
  }));
  const whole = { name: "all" as const, part: 0 as const, strata: null };
  const most = { name: "intense" as const, part: 1 as const, strata: null };
  return [whole, ...segments, ...(intense ? [most] : [])];
}

function largeEnough(strata: Strata): string[] {
  const people = new Map<string, { exposed: number; twins: number }>();
  for (const { segment, exposed, twins } of strata) {
    const sum = people.get(segment) ?? { exposed: 0, twins: 0 };
    people.set(segment, { exposed: sum.exposed + exposed, twins: sum.twins + twins });
  }
  return [...people]
    .filter(([, { exposed, twins }]) => Math.min(exposed, twins) >= LEAST_RETURNS)
    .map(([segment]) => segment)
    .sort();
}

/** Whether those who make half of their occasions in the scope, and their twins, are enough to be watched apart. */
export async function intenseEnough(scope: Scope, { changeId, revision }: Cohort): Promise<boolean> {
  const [row] = await scope.db
    .select({
      exposed: sql<number>`(count(*) filter (where ${cohortMember.arm} = 'exposed'))::int`,
      twins: sql<number>`(count(*) filter (where ${cohortMember.arm} = 'twin'))::int`,
    })
    .from(cohortMember)
    .where(
      and(
        eq(cohortMember.workspaceId, scope.workspaceId),
        eq(cohortMember.changeId, changeId),
        eq(cohortMember.revision, revision),
        eq(cohortMember.intense, true),
      ),
    );
  return Math.min(row?.exposed ?? 0, row?.twins ?? 0) >= LEAST_RETURNS;
}
