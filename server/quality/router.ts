import { z } from "zod";
import { allow, router } from "../trpc/init";
import { freshness, qualityOf, unseenAlerts } from "./queries";
import { alertInput, freshnessOutput, pageInput, qualityOutput } from "./schema";
import { seeAlert } from "./see-alert";

export const qualityRouter = router({
  of: allow("data:import")
    .input(pageInput)
    .output(qualityOutput)
    .query(({ ctx, input }) => qualityOf(ctx.scope, input)),
  freshness: allow("pages:read")
    .output(freshnessOutput)
    .query(({ ctx }) => freshness(ctx.scope)),
  unseen: allow("data:import")
    .output(z.number().int())
    .query(({ ctx }) => unseenAlerts(ctx.scope)),
  seeAlert: allow("data:import")
    .input(alertInput)
    .output(z.void())
    .mutation(({ ctx, input }) => seeAlert(ctx.scope, input)),
});
