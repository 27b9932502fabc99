import { alertsRouter } from "../alerts/router";
import { apiRouter } from "../api/router";
import { auditRouter } from "../audit/router";
import { catalogRouter } from "../catalog/router";
import { changesRouter } from "../changes/router";
import { churnRouter } from "../churn/router";
import { customersRouter } from "../customers/router";
import { followingRouter } from "../following/router";
import { ingestRouter } from "../ingest/router";
import { jobsRouter } from "../jobs/router";
import { qualityRouter } from "../quality/router";
import { workspacesRouter } from "../workspaces/router";
import { router } from "./init";

export const appRouter = router({
  alerts: alertsRouter,
  api: apiRouter,
  audit: auditRouter,
  catalog: catalogRouter,
  changes: changesRouter,
  churn: churnRouter,
  customers: customersRouter,
  following: followingRouter,
  ingest: ingestRouter,
  jobs: jobsRouter,
  quality: qualityRouter,
  workspaces: workspacesRouter,
});

export type AppRouter = typeof appRouter;
