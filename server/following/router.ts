import { z } from "zod";
import { changeId, scopeInput } from "../changes/schema";
import { allow, router } from "../trpc/init";
import { breakdownOf, followingOf, homeOf, missingOf, scopeTouch, verdictsOf } from "./queries";
import { askReplay } from "./replay/ask-replay";
import { readReplay } from "./replay/read-replay";
import { replayInput } from "./replay/replay-shape";
import { verdictsInput } from "./schema";
import {
  breakdownShown,
  followingShown,
  homeShown,
  missingShown,
  replayShown,
  touchShown,
  verdictsShown,
} from "./shown";

export const followingRouter = router({
  /** All that the page of a change shows of its following. */
  of: allow("pages:read")
    .input(changeId)
    .output(followingShown)
    .query(({ ctx, input }) => followingOf(ctx.scope, input.id)),
  /** Stores whose data it waits for, or whose customers left it. */
  missing: allow("pages:read")
    .input(changeId)
    .output(missingShown)
    .query(({ ctx, input }) => missingOf(ctx.scope, input.id)),
  /** By main store, category and channel of the concerned. */
  breakdown: allow("pages:read")
    .input(changeId)
    .output(breakdownShown)
    .query(({ ctx, input }) => breakdownOf(ctx.scope, input.id)),
  /** Verdicts for lists and lanes. */
  verdicts: allow("pages:read")
    .input(verdictsInput)
    .output(verdictsShown)
    .query(({ ctx, input }) => verdictsOf(ctx.scope, input.ids)),
  home: allow("pages:read")
    .output(homeShown)
    .query(({ ctx }) => homeOf(ctx.scope)),
  /** History as if live: what was found last. */
  replay: allow("pages:read")
    .output(replayShown)
    .query(({ ctx }) => readReplay(ctx.scope)),
  askReplay: allow("changes:draft")
    .input(replayInput)
    .output(z.object({ id: z.number().int() }))
    .mutation(({ ctx, input }) => askReplay(ctx.scope, input)),
  /** Whom a scope would touch, while the form is filled in. */
  touch: allow("pages:read")
    .input(scopeInput.extend({ except: changeId.shape.id.optional() }))
    .output(touchShown)
    .query(({ ctx, input }) => scopeTouch(ctx.scope, input)),
});
