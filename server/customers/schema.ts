import { z } from "zod";
import { id } from "../trpc/id";

const day = z.iso.date();

export const identityKinds = ["reference", "card", "email", "phone", "web"] as const;
export const joinStates = ["proposed", "declined", "joining", "joined", "parting", "parted"] as const;

export const joinInput = z.object({ id: id("customer_join") });
export const askJoinInput = z.object({ from: id("customer"), into: id("customer") });
export const erasureInput = z.object({ id: id("customer") });

/**
 * Somebody who is never to be known here: in every source there is and will be, or, for a reference, a card or a web id, in the
 * one named. An e-mail address or a phone number is the same everywhere, whatever source is named.
 */
export const suppressInput = z.object({
  kind: z.enum(identityKinds),
  value: z.string().trim().min(1).max(320),
  sourceId: id("source").optional(),
});

const joinedPerson = z.object({
  id: z.number(),
  /** Null for those who may not see people, and where there is none. */
  reference: z.string().nullable(),
});

const shownJoin = z.object({
  id: z.number(),
  from: joinedPerson,
  into: joinedPerson,
  state: z.enum(joinStates),
  /** `email`, `card`, ...: the identity that both have; `by_hand`. */
  reason: z.string(),
  batchId: z.number().nullable(),
  proposedAt: z.date(),
  decidedAt: z.date().nullable(),
  joinedOn: day.nullable(),
  partedOn: day.nullable(),
  /** Rows moved, by table; null before it is done. */
  moved: z.record(z.string(), z.number()).nullable(),
});
export type ShownJoin = z.output<typeof shownJoin>;

/** `proposed` waits for somebody; `made` are those decided, the latest first. At most 200 of each; the counts are of all. */
export const joinsOutput = z.object({
  proposed: z.array(shownJoin),
  made: z.array(shownJoin),
  counts: z.object({ proposed: z.number(), made: z.number() }),
  currency: z.string(),
});

/** `everywhere`: every source refuses the value, also one first seen later. `erasureIds`: of whoever was known by it. */
export const suppressOutput = z.object({ everywhere: z.boolean(), erasureIds: z.array(z.number()) });

const page = z.number().int().min(1).max(10_000).default(1);

export const lineKinds = ["occasion", "interaction", "answer", "invitation", "persona", "exposure", "listed"] as const;

export const searchInput = z.object({ words: z.string().trim().min(1).max(200), page });
export const personInput = z.object({ id: id("customer"), kind: z.enum(lineKinds).optional(), page });
export const sidesInput = z.object({ ids: z.array(id("customer")).max(400) });
