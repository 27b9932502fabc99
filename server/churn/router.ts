import { allow, router } from "../trpc/init";
import { modelPage } from "./model-page";
import { modelOutput } from "./schema";

export const churnRouter = router({
  model: allow("pages:read")
    .output(modelOutput)
    .query(({ ctx }) => modelPage(ctx.scope)),
});
