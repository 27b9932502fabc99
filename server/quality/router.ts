import { z } from "zod";
import { allow, router } from "../trpc/init";
import { qualityOf, unseenAlerts } from "./queries";
import { alertInput, pageInput, qualityOutput } from "./schema";
import { seeAlert } from "./see-alert";

export const qualityRouter = router({
  of: allow("data:import")
    .input(pageInput)
    .output(qualityOutput)
    .query(({ ctx, input }) => qualityOf(ctx.scope, input)),
  unseen: allow("data:import")
    .output(z.number().int())
    .query(({ ctx }) => unseenAlerts(ctx.scope)),
  seeAlert: allow("data:import")
    .input(alertInput)
    .output(z.void())
    .mutation(({ ctx, input }) => seeAlert(ctx.scope, input)),
});
