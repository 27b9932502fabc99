import { z } from "zod";
import { allow, router } from "../trpc/init";
import { makeKey } from "./make-key";
import { listKeys } from "./queries";
import { revokeKey } from "./revoke-key";
import { keysOutput, makeKeyInput, makeKeyOutput, revokeKeyInput } from "./schema";

export const apiRouter = router({
  keys: allow("workspace:administer")
    .output(keysOutput)
    .query(({ ctx }) => listKeys(ctx.scope)),
  makeKey: allow("workspace:administer")
    .input(makeKeyInput)
    .output(makeKeyOutput)
    .mutation(({ ctx, input }) => makeKey(ctx.scope, input)),
  revokeKey: allow("workspace:administer")
    .input(revokeKeyInput)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeKey(ctx.scope, input)),
});
