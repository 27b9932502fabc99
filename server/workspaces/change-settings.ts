import { eq } from "drizzle-orm";
import { workspace } from "@/db/schema";
import { record } from "../audit/record";
import { NotFound } from "../errors";
import type { Scope } from "../scope";
import { type Settings, settingsOf } from "./settings";

/** Changes settings of the workspace, those named only; what is set already leaves no trace. @throws NotFound */
export async function changeSettings(scope: Scope, wish: { [Name in keyof Settings]?: Settings[Name] | undefined }) {
  const one = eq(workspace.id, scope.workspaceId);
  const [found] = await scope.db.select({ settings: workspace.settings }).from(workspace).where(one).for("update");
  if (!found) throw new NotFound("workspace");
  const now: Record<string, unknown> = settingsOf(found);
  const after = Object.fromEntries(
    Object.entries(wish).filter(([name, value]) => value !== undefined && value !== now[name]),
  );
  const names = Object.keys(after);
  if (names.length === 0) return;
  const before = Object.fromEntries(names.map((name) => [name, now[name]]));
  await scope.db
    .update(workspace)
    .set({ settings: { ...found.settings, ...after } })
    .where(one);
  await record(scope, { action: "workspace.settings", subject: "workspace", before, after });
}
