import { sql } from "drizzle-orm";
import { visitsStand } from "../customers/visits-stand";
import type { Scope } from "../scope";

/** One at a time draws a workspace's portraits or fits its model, while no visits are derived; days of changes are counted beside. */
export async function portraitsAlone(scope: Scope): Promise<void> {
  await visitsStand(scope);
  await scope.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`portraits:${scope.workspaceId}`}, 7041967))`,
  );
}
