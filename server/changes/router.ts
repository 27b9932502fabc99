import { z } from "zod";
import { allow, router } from "../trpc/init";
import { cancelChange } from "./cancel-change";
import { commentOnChange } from "./comment-on-change";
import { deleteDraft } from "./delete-draft";
import { endChange } from "./end-change";
import { planChange } from "./plan-change";
import { changeOf, choicesOf, listPage, termsOf } from "./queries";
import { recordChange } from "./record-change";
import { reviseChange } from "./revise-change";
import { rollBackChange } from "./roll-back-change";
import {
  cancelInput,
  changeId,
  commentInput,
  filterInput,
  onDay,
  recordInput,
  reviseInput,
  rollBackInput,
} from "./schema";
import { changePage, choicesShown, listShown, termsShown } from "./shown";
import { startChange } from "./start-change";

const nothing = z.void();
const made = z.object({ id: z.number() });

export const changesRouter = router({
  /** What every page of changes counts in, and what the reader may begin. */
  terms: allow("pages:read")
    .output(termsShown)
    .query(({ ctx }) => termsOf(ctx.scope)),
  choices: allow("changes:draft")
    .output(choicesShown)
    .query(({ ctx }) => choicesOf(ctx.scope)),
  list: allow("pages:read")
    .input(filterInput)
    .output(listShown)
    .query(({ ctx, input }) => listPage(ctx.scope, input)),
  one: allow("pages:read")
    .input(changeId)
    .output(changePage)
    .query(({ ctx, input }) => changeOf(ctx.scope, input.id)),
  recordChange: allow("changes:draft")
    .input(recordInput)
    .output(made.extend({ state: z.enum(["draft", "planned", "live"]) }))
    .mutation(({ ctx, input }) => recordChange(ctx.scope, input)),
  reviseChange: allow("changes:draft")
    .input(reviseInput)
    .output(z.object({ edit: z.number(), recomputed: z.boolean() }))
    .mutation(({ ctx, input }) => reviseChange(ctx.scope, input)),
  planChange: allow("changes:record")
    .input(changeId)
    .output(nothing)
    .mutation(({ ctx, input }) => planChange(ctx.scope, input)),
  startChange: allow("changes:record")
    .input(onDay)
    .output(nothing)
    .mutation(({ ctx, input }) => startChange(ctx.scope, input)),
  endChange: allow("changes:record")
    .input(onDay)
    .output(nothing)
    .mutation(({ ctx, input }) => endChange(ctx.scope, input)),
  rollBackChange: allow("changes:record")
    .input(rollBackInput)
    .output(made)
    .mutation(({ ctx, input }) => rollBackChange(ctx.scope, input)),
  cancelChange: allow("changes:record")
    .input(cancelInput)
    .output(nothing)
    .mutation(({ ctx, input }) => cancelChange(ctx.scope, input)),
  deleteDraft: allow("changes:draft")
    .input(changeId)
    .output(nothing)
    .mutation(({ ctx, input }) => deleteDraft(ctx.scope, input)),
  commentOnChange: allow("alerts:comment")
    .input(commentInput)
    .output(nothing)
    .mutation(({ ctx, input }) => commentOnChange(ctx.scope, input)),
});
