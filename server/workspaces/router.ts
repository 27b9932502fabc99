import { z } from "zod";
import { allow, router } from "../trpc/init";
import { changeMember } from "./change-member";
import { changeSettings } from "./change-settings";
import { inviteMember } from "./invite-member";
import { people, shell, waiting } from "./queries";
import { renewInvitation } from "./renew-invitation";
import { revokeMember } from "./revoke-member";
import {
  changeMemberInput,
  invitationInput,
  invitedOutput,
  inviteMemberInput,
  peopleOutput,
  revokeMemberInput,
  settingsInput,
  settingsOutput,
  shellOutput,
  waitingOutput,
} from "./schema";
import { settingsOf } from "./settings";
import { withdrawInvitation } from "./withdraw-invitation";

export const workspacesRouter = router({
  shell: allow("pages:read")
    .output(shellOutput)
    .query(({ ctx }) => shell(ctx.scope)),
  people: allow("workspace:administer")
    .output(peopleOutput)
    .query(({ ctx }) => people(ctx.scope)),
  waiting: allow("workspace:administer")
    .output(waitingOutput)
    .query(({ ctx }) => waiting(ctx.scope)),
  settings: allow("workspace:administer")
    .output(settingsOutput)
    .query(({ ctx }) => settingsOf(ctx.scope.workspace)),
  changeSettings: allow("workspace:administer")
    .input(settingsInput)
    .output(z.void())
    .mutation(({ ctx, input }) => changeSettings(ctx.scope, input)),
  invite: allow("workspace:administer")
    .input(inviteMemberInput)
    .output(invitedOutput)
    .mutation(({ ctx, input }) => inviteMember(ctx.scope, input)),
  renewInvitation: allow("workspace:administer")
    .input(invitationInput)
    .output(invitedOutput)
    .mutation(({ ctx, input }) => renewInvitation(ctx.scope, input)),
  withdrawInvitation: allow("workspace:administer")
    .input(invitationInput)
    .output(z.void())
    .mutation(({ ctx, input }) => withdrawInvitation(ctx.scope, input)),
  changeMember: allow("workspace:administer")
    .input(changeMemberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => changeMember(ctx.scope, input)),
  revokeMember: allow("workspace:administer")
    .input(revokeMemberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeMember(ctx.scope, input)),
});
