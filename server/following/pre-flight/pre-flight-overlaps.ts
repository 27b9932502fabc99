import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { change } from "@/db/schema";
import type { Scope } from "../../scope";
import { changeRule } from "../change-rule";
import { gatherLines, SAMPLED } from "../cohort/gather-sampled";
import { needsLines, occasionsInScope } from "../cohort/occasions-in-scope";
import type { Outlook } from "./outlook";
import type { PreFlightQuestion } from "./pre-flight";
import type { Sample } from "./sample-touched";

/** Changes whose scope is held against the concerned: the form waits for it. */
const LOOKED_AT = 8;
/** Under this share of the concerned an overlap is not told of (methods 2 matches from here on). */
const LEAST_SHARE = 0.05;

/**
 * Other changes, live or planned, that touch part of the concerned: by purchases in their scope in the same year. A share that would
 * tell of fewer people than the minimum group is kept back.
 */
export async function foreseeOverlaps(
  scope: Scope,
  { stretch, exposed, except = 0 }: PreFlightQuestion,
  { sitters }: Sample,
): Promise<Outlook["overlaps"]> {
  const concerned = sitters.flatMap((one) => (one.exposed ? [one.id] : []));
  const { db, workspaceId, workspace } = scope;
  const others = await db
    .select({ id: change.id, title: change.title, state: change.state })
    .from(change)
    .where(
      and(
        eq(change.workspaceId, workspaceId),
        eq(change.nature, "change"),
        inArray(change.state, ["live", "planned"]),
        ne(change.id, except),
      ),
    )
    .orderBy(desc(sql`coalesce(${change.startActual}, ${change.startPlanned})`), desc(change.id));
  const changes: Outlook["overlaps"]["changes"] = [];
  for (const { id, title, state } of others.slice(0, LOOKED_AT)) {
    const { rule } = await changeRule(scope, id);
    if (needsLines(rule)) await gatherLines(scope, concerned, stretch);
    const [row] = await db.execute<{ n: number }>(sql`
      select count(distinct customer_id)::int as n
      from (${occasionsInScope(workspaceId, rule, stretch, SAMPLED)}) o where customer_id = any(${bigints(concerned)})`);
    const share = (row?.n ?? 0) / Math.max(1, concerned.length);
    if (share < LEAST_SHARE) continue;
    const [touched, spared] = [share * exposed, (1 - share) * exposed];
    const told = touched >= workspace.minGroup && (spared === 0 || spared >= workspace.minGroup);
    changes.push({ id, title, state: state === "live" ? "live" : "planned", share: told ? share : null });
  }
  return { changes, more: Math.max(0, others.length - LOOKED_AT) };
}
