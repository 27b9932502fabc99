import { z } from "zod";
import { allow, router } from "../trpc/init";
import { addMember } from "./add-member";
import { changeMember } from "./change-member";
import { people, shell } from "./queries";
import { revokeMember } from "./revoke-member";
import {
  addMemberInput,
  addMemberOutput,
  changeMemberInput,
  peopleOutput,
  revokeMemberInput,
  shellOutput,
} from "./schema";

export const workspacesRouter = router({
  shell: allow("pages:read")
    .output(shellOutput)
    .query(({ ctx }) => shell(ctx.scope)),
  people: allow("workspace:administer")
    .output(peopleOutput)
    .query(({ ctx }) => people(ctx.scope)),
  addMember: allow("workspace:administer")
    .input(addMemberInput)
    .output(addMemberOutput)
    .mutation(({ ctx, input }) => addMember(ctx.scope, input)),
  changeMember: allow("workspace:administer")
    .input(changeMemberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => changeMember(ctx.scope, input)),
  revokeMember: allow("workspace:administer")
    .input(revokeMemberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeMember(ctx.scope, input)),
});
