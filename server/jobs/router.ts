import { z } from "zod";
import { allow, router } from "../trpc/init";
import { latestChains } from "./queries";
import { runAgain } from "./run-again";
import { runInput, runsOutput } from "./schema";

export const jobsRouter = router({
  runs: allow("pages:read")
    .output(runsOutput)
    .query(({ ctx }) => latestChains(ctx.scope)),
  runAgain: allow("data:import")
    .input(runInput)
    .output(z.void())
    .mutation(({ ctx, input }) => runAgain(ctx.scope, input)),
});
