import { sql } from "drizzle-orm";
import type { Handler } from "../jobs/run";
import { judgeData } from "./judge-data";

/** After an import, and when a workspace's day moves on: what is wrong with what came in. */
export const judgeDataJob: Handler<"judge-data"> = (job) =>
  job.inScope(async (scope) => {
    await scope.db.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`judge-data:${scope.workspaceId}`}, 7041967))`,
    );
    await judgeData(scope);
  });
