import { z } from "zod";
import { allow, router } from "../trpc/init";
import { acceptJoin } from "./accept-join";
import { askErasure } from "./ask-erasure";
import { askJoin } from "./ask-join";
import { declineJoin } from "./decline-join";
import { partJoin } from "./part-join";
import { joins } from "./queries";
import { askJoinInput, erasureInput, joinInput, joinsOutput, suppressInput, suppressOutput } from "./schema";
import { suppress } from "./suppress";

const nothing = z.void();
const asked = z.object({ id: z.number() });

export const customersRouter = router({
  joins: allow("data:import")
    .output(joinsOutput)
    .query(({ ctx }) => joins(ctx.scope)),
  askJoin: allow("data:import")
    .input(askJoinInput)
    .output(asked)
    .mutation(({ ctx, input }) => askJoin(ctx.scope, input)),
  acceptJoin: allow("data:import")
    .input(joinInput)
    .output(nothing)
    .mutation(({ ctx, input }) => acceptJoin(ctx.scope, input)),
  declineJoin: allow("data:import")
    .input(joinInput)
    .output(nothing)
    .mutation(({ ctx, input }) => declineJoin(ctx.scope, input)),
  partJoin: allow("data:import")
    .input(joinInput)
    .output(nothing)
    .mutation(({ ctx, input }) => partJoin(ctx.scope, input)),
  askErasure: allow("people:erase")
    .input(erasureInput)
    .output(asked)
    .mutation(({ ctx, input }) => askErasure(ctx.scope, input)),
  suppress: allow("people:erase")
    .input(suppressInput)
    .output(suppressOutput)
    .mutation(({ ctx, input }) => suppress(ctx.scope, input)),
});
