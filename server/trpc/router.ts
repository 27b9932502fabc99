import { auditRouter } from "../audit/router";
import { workspacesRouter } from "../workspaces/router";
import { router } from "./init";

export const appRouter = router({
  audit: auditRouter,
  workspaces: workspacesRouter,
});

export type AppRouter = typeof appRouter;
