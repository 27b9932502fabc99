import { z } from "zod";
import { allow, router } from "../trpc/init";
import { actOnAlert } from "./act-on-alert";
import { assignAlert } from "./assign-alert";
import { closeAlert } from "./close-alert";
import { commentOnAlert } from "./comment-on-alert";
import { silentPeople } from "./people";
import { alertOf, countsOf, inbox, openAlerts } from "./queries";
import { reopenAlert } from "./reopen-alert";
import {
  alertId,
  assignInput,
  closeInput,
  commentInput,
  inboxInput,
  peopleInput,
  seen,
  seenWithWords,
  snoozeInput,
} from "./schema";
import { alertPage, countsShown, inboxShown, openShown, peopleShown } from "./shown";
import { snoozeAlert } from "./snooze-alert";
import { takeAlert } from "./take-alert";
import { wakeAlert } from "./wake-alert";
import { watchAlert } from "./watch-alert";

const done = z.void();
const work = allow("alerts:work");

export const alertsRouter = router({
  inbox: allow("pages:read")
    .input(inboxInput)
    .output(inboxShown)
    .query(({ ctx, input }) => inbox(ctx.scope, input.view)),
  counts: allow("pages:read")
    .output(countsShown)
    .query(({ ctx }) => countsOf(ctx.scope)),
  open: allow("pages:read")
    .output(openShown)
    .query(({ ctx }) => openAlerts(ctx.scope)),
  one: allow("pages:read")
    .input(alertId)
    .output(alertPage)
    .query(({ ctx, input }) => alertOf(ctx.scope, input.id)),
  silentPeople: allow("people:see")
    .input(peopleInput)
    .output(peopleShown)
    .query(({ ctx, input }) => silentPeople(ctx.scope, input)),
  takeAlert: work
    .input(seen)
    .output(done)
    .mutation(async ({ ctx, input }) => void (await takeAlert(ctx.scope, input))),
  assignAlert: work
    .input(assignInput)
    .output(done)
    .mutation(async ({ ctx, input }) => void (await assignAlert(ctx.scope, input))),
  actOnAlert: work
    .input(seenWithWords)
    .output(done)
    .mutation(async ({ ctx, input }) => void (await actOnAlert(ctx.scope, input))),
  watchAlert: work
    .input(seenWithWords)
    .output(done)
    .mutation(async ({ ctx, input }) => void (await watchAlert(ctx.scope, input))),
  snoozeAlert: work
    .input(snoozeInput)
    .output(done)
    .mutation(async ({ ctx, input }) => void (await snoozeAlert(ctx.scope, input))),
  wakeAlert: work
    .input(seen)
    .output(done)
    .mutation(async ({ ctx, input }) => void (await wakeAlert(ctx.scope, input))),
  closeAlert: work
    .input(closeInput)
    .output(done)
    .mutation(async ({ ctx, input }) => void (await closeAlert(ctx.scope, input))),
  reopenAlert: work
    .input(seen)
    .output(done)
    .mutation(async ({ ctx, input }) => void (await reopenAlert(ctx.scope, input))),
  commentOnAlert: allow("alerts:comment")
    .input(commentInput)
    .output(done)
    .mutation(({ ctx, input }) => commentOnAlert(ctx.scope, input)),
});
