import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import type { Cohort } from "../cohort/open-cohort";
import { joinedRows } from "../counting/gather-joined";
import { LOOK_BACK } from "../settings";
import { withSuccessors } from "./read-places";
import type { Stretches } from "./stretches";

/** What the last reading was made with, so that the next one knows which figures can have moved. */
export const readWithShape = z.object({
  /** All that decides where people went, but for their visits. */
  places: z.string(),
  /** What decides who the exposed are, and their expected value by slice. */
  members: z.string(),
  values: z.record(z.string(), z.number()),
  answers: z.string(),
});
export type ReadWith = z.infer<typeof readWithShape>;

export function lastReadWith({ readWith }: Pick<Cohort, "readWith">): ReadWith | null {
  if (readWith === null) return null;
  const parsed = readWithShape.safeParse(JSON.parse(readWith));
  return parsed.success ? parsed.data : null;
}

/** Who is under watch when: waves, kept days, silent stores and gaps (counted-with.ts) and joins. */
export function membersWith(found: Cohort): string {
  return `${found.countedWith} ${found.countedJoined?.stamp} ${found.frozenAt.toISOString()}`;
}

/** The stretch, the members, complaints, the scope with successors of its stores and products, the calibration, and whether rows are broken down. */
export async function placesWith(
  scope: Scope,
  target: ChangeRule,
  found: Cohort,
  stretches: Stretches,
): Promise<string> {
  const rule = await withSuccessors(scope, target.rule);
  const sorted = { ...rule, stores: [...rule.stores].sort(), products: [...rule.products].sort() };
  const measured = found.unmeasurable === null && found.withheld === null;
  const to = stretches.waves.map((wave) => wave.to).sort();
  const [row] = await scope.db.execute<{ sum: string }>(sql`
    select md5(concat_ws(' ', ${JSON.stringify([stretches.waves, membersWith(found), sorted, measured, found.calibration])}::text,
      count(*), sum(customer_id), sum(batch_id), max(batch_id), sum(day - '2000-01-01'::date))) as sum
    from interaction where workspace_id = ${scope.workspaceId} and kind = 'complaint'
      and day between ${found.day0}::date - ${LOOK_BACK}::int and ${to.at(-1) ?? found.day0}::date`);
  return row?.sum ?? "";
}

/** Whether visits of a member moved since the last reading, on a day from a year before day 0 to the last day of the stretch. */
export async function visitsMoved(
  scope: Scope,
  { change }: ChangeRule,
  found: Cohort,
  { waves }: Stretches,
): Promise<boolean> {
  if (found.readVersion === null) return true;
  const to = waves.map((wave) => wave.to).sort();
  const { workspaceId } = scope;
  const [row] = await scope.db.execute<{ moved: boolean }>(sql`
    select exists (
      select from visit_moved v where v.workspace_id = ${workspaceId} and v.version > ${found.readVersion}::bigint
        and v.day between ${found.day0}::date - ${LOOK_BACK}::int and ${to.at(-1) ?? found.day0}::date
        and (v.customer_id in (select person from (${joinedRows(found.countedJoined)}) j) or exists (
          select from cohort_member m where m.workspace_id = ${workspaceId} and m.customer_id = v.customer_id
            and m.change_id = ${change.id} and m.revision = ${change.revision} and m.arm in ('exposed', 'twin')))
    ) as moved`);
  return row?.moved === true;
}
