import { and, asc, desc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { alert, change } from "@/db/schema";
import type { AlertState } from "@/db/schema/alerts";
import { may } from "../auth/permissions";
import { historyOf } from "../changes/queries";
import { evidenceMoved } from "../following/queries";
import { undoneSince } from "../ingest/queries";
import type { Scope } from "../scope";
import { people } from "../workspaces/queries";
import { openActs } from "./life";
import { findAlert, mayWork } from "./move-alert";
import { silentCount } from "./people";
import type { views } from "./schema";
import { isAsleep } from "./snooze-alert";

type View = (typeof views)[number];

const shown = {
  id: alert.id,
  changeId: alert.changeId,
  title: change.title,
  kind: change.kind,
  moved: change.moved,
  state: alert.state,
  ownerId: alert.ownerId,
  snoozeUntil: alert.snoozeUntil,
  snoozeReason: alert.snoozeReason,
  raisedOn: alert.raisedOn,
  raisedAt: alert.raisedAt,
  sinceOn: alert.sinceOn,
  weakenedOn: alert.weakenedOn,
  closedAs: alert.closedAs,
  closedReason: alert.closedReason,
  evidence: alert.evidence,
};

/** The alerts of one view of the inbox, what is most at stake first. The sleeping ones have a view of their own. */
export async function inbox(scope: Scope, view: View) {
  const awake = or(isNull(alert.snoozeUntil), lte(alert.snoozeUntil, scope.today));
  const rows = await scope.db
    .select(shown)
    .from(alert)
    .innerJoin(change, and(eq(change.workspaceId, alert.workspaceId), eq(change.id, alert.changeId)))
    .where(
      and(
        eq(alert.workspaceId, scope.workspaceId),
        view === "asleep"
          ? and(gt(alert.snoozeUntil, scope.today), sql`${alert.state} <> 'closed'`)
          : and(eq(alert.state, view), view === "closed" ? undefined : awake),
      ),
    )
    .orderBy(desc(sql`(${alert.evidence} #>> '{atRisk,value}')::float8`), asc(alert.raisedOn), asc(alert.id));
  const names = new Map((await people(scope)).map((one) => [one.userId, one.name]));
  return {
    alerts: rows.map((row) => ({ ...row, owner: row.ownerId === null ? null : (names.get(row.ownerId) ?? null) })),
    counts: await countsOf(scope),
    today: scope.today,
    currency: scope.workspace.currency,
  };
}

/** How many alerts stand in each view. */
export async function countsOf(scope: Scope): Promise<Record<View, number>> {
  const rows = await scope.db
    .select({
      view: sql<View>`case when ${alert.state} <> 'closed' and ${alert.snoozeUntil} > ${scope.today} then 'asleep' else ${alert.state} end`,
      n: sql<number>`count(*)::int`,
    })
    .from(alert)
    .where(eq(alert.workspaceId, scope.workspaceId))
    .groupBy(sql`1`);
  const none = { new: 0, taken: 0, acting: 0, watching: 0, closed: 0, asleep: 0 };
  return { ...none, ...Object.fromEntries(rows.map((row) => [row.view, row.n])) };
}

/** One alert: what, how much, who has it, its history, and what the person asking may do with it. */
export async function alertOf(scope: Scope, id: number) {
  const { alert: found, changeOwners } = await findAlert(scope, id);
  const [row] = await scope.db
    .select(shown)
    .from(alert)
    .innerJoin(change, and(eq(change.workspaceId, alert.workspaceId), eq(change.id, alert.changeId)))
    .where(and(eq(alert.workspaceId, scope.workspaceId), eq(alert.id, id)));
  if (!row) throw new Error(`alert ${id} has no change`);
  const members = await people(scope);
  const asleep = isAsleep(found, scope.today);
  const mine = scope.actor.kind === "member" && found.ownerId === scope.actor.userId;
  return {
    alert: row,
    owner: members.find((one) => one.userId === found.ownerId)?.name ?? null,
    mine,
    asleep,
    moved: await evidenceMoved(scope, found.changeId),
    undone: await undoneSince(scope, found.raisedAt),
    acts: mayWork(scope.actor, changeOwners) ? openActs({ state: found.state, mine, asleep }) : null,
    silent: await silentCount(scope, found.changeId),
    told: await historyOf(scope, `alert:${id}`),
    people: members.map(({ userId, name }) => ({ userId, name })),
    assignees: members
      .filter((one) => one.revokedAt === null && one.role !== "executive")
      .map(({ memberId, name }) => ({ memberId, name })),
    seesPeople: scope.actor.kind === "member" && may(scope.actor, "people:see"),
    today: scope.today,
    currency: scope.workspace.currency,
    tz: scope.workspace.tz,
    minGroup: scope.workspace.minGroup,
  };
}

export interface OpenAlert {
  alertId: number;
  changeId: number;
  state: AlertState;
  ownerId: number | null;
  raisedOn: string;
  weakenedOn: string | null;
  asleep: boolean;
}

/** The alert of each change that has one still open, for pages of other domains. */
export async function openAlerts(scope: Scope): Promise<OpenAlert[]> {
  const rows = await scope.db
    .select()
    .from(alert)
    .where(and(eq(alert.workspaceId, scope.workspaceId), sql`${alert.state} <> 'closed'`))
    .orderBy(alert.id);
  return rows.map((row) => ({
    alertId: row.id,
    changeId: row.changeId,
    state: row.state,
    ownerId: row.ownerId,
    raisedOn: row.raisedOn,
    weakenedOn: row.weakenedOn,
    asleep: isAsleep(row, scope.today),
  }));
}
