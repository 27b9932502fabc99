import { z } from "zod";
import { allow, router } from "../trpc/init";
import { acceptJoin } from "./accept-join";
import { askErasure } from "./ask-erasure";
import { askJoin } from "./ask-join";
import { declineJoin } from "./decline-join";
import { erasuresOf } from "./erasures";
import { groupsOf } from "./groups";
import { joinSides } from "./join-sides";
import { partJoin } from "./part-join";
import { personOf } from "./person";
import { joins } from "./queries";
import {
  askJoinInput,
  erasureInput,
  joinInput,
  joinsOutput,
  personInput,
  searchInput,
  sidesInput,
  suppressInput,
  suppressOutput,
} from "./schema";
import { searchCustomers } from "./search-customers";
import { erasuresShown, foundShown, groupsShown, personPage, sidesShown } from "./shown";
import { suppress } from "./suppress";

const nothing = z.void();
const asked = z.object({ id: z.number() });

export const customersRouter = router({
  groups: allow("pages:read")
    .output(groupsShown)
    .query(({ ctx }) => groupsOf(ctx.scope)),
  /** A mutation, so that what was typed never stands in an address: names, e-mail addresses, cards. */
  search: allow("people:see")
    .input(searchInput)
    .output(foundShown)
    .mutation(({ ctx, input }) => searchCustomers(ctx.scope, input)),
  person: allow("people:see")
    .input(personInput)
    .output(personPage)
    .query(({ ctx, input }) => personOf(ctx.scope, input)),
  joinSides: allow("people:see")
    .input(sidesInput)
    .output(sidesShown)
    .query(({ ctx, input }) => joinSides(ctx.scope, input)),
  erasures: allow("people:erase")
    .output(erasuresShown)
    .query(({ ctx }) => erasuresOf(ctx.scope)),
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
