import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { workspace } from "@/db/schema";
import { NotFound } from "./errors";

export type Role = "executive" | "ops" | "marketer" | "admin";

/** Who acts: a member in a role, a machine with a key, a job, or a command typed on the server. */
export type Actor =
  | { kind: "member"; userId: number; role: Role; seesPeople: boolean }
  | { kind: "key"; keyId: number; name: string }
  | { kind: "job"; name: string; rootId?: number }
  | { kind: "command"; name: string };

export type Workspace = typeof workspace.$inferSelect;

/** The first argument of every verb and query: one workspace, one transaction under row-level security. */
export interface Scope {
  db: Transaction;
  workspaceId: number;
  workspace: Workspace;
  actor: Actor;
  /** The wall clock. */
  now: Date;
  /** The workspace's data day, YYYY-MM-DD (D8). */
  today: string;
}

/** Opens a transaction of the application login that sees one workspace, and only that. */
export async function inWorkspace<T>(
  db: Database,
  who: { workspaceId: number; actor: Actor; now: Date; on?: string },
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await enter(tx, who.workspaceId);
    const [found] = await tx.select().from(workspace).where(eq(workspace.id, who.workspaceId));
    if (!found) throw new NotFound("workspace");
    const today = who.on ?? todayOf(found, who.now);
    return work({ db: tx, workspaceId: found.id, workspace: found, actor: who.actor, now: who.now, today });
  });
}

/** SET takes no parameter, hence the one raw statement; the id is checked to be a safe integer. */
async function enter(tx: Transaction, workspaceId: number): Promise<void> {
  if (!Number.isSafeInteger(workspaceId) || workspaceId < 1) throw new NotFound("workspace");
  await tx.execute(sql.raw(`set local app.workspace_id = '${workspaceId}'`));
}

/** The pinned day, else yesterday in the workspace's zone. */
export function todayOf(of: Pick<Workspace, "pinnedDay" | "tz">, now: Date): string {
  if (of.pinnedDay) return of.pinnedDay;
  const local = new Intl.DateTimeFormat("en-CA", { timeZone: of.tz, dateStyle: "short" }).format(now);
  return new Date(Date.parse(`${local}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
