import { z } from "zod";
import { NAMED_SEGMENTS } from "../stats/portrait";
import { id } from "../trpc/id";
import { changeKinds, channels, fulfilments, movedParts } from "./kinds";
import { states } from "./shown";

const day = z.iso.date();
const words = (max: number) => z.string().trim().max(max);
const hours = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]|24):[0-5]\d$/);

/** Dimensions joined by AND, values within one by OR, an empty one is everything. Stores may start on a day of their own. */
export const scopeInput = z.object({
  stores: z.array(z.object({ id: id("store"), startOn: day.optional() })).default([]),
  products: z.array(id("product")).default([]),
  categories: z.array(id("product")).default([]),
  channels: z.array(z.enum(channels)).default([]),
  fulfilments: z.array(z.enum(fulfilments)).default([]),
  hours: z.array(hours).default([]),
  /** People named one by one: who stands in these segments on the day of recording (D15). */
  segments: z.array(z.enum(NAMED_SEGMENTS)).default([]),
});
export type ScopeInput = z.output<typeof scopeInput>;

export const changeFields = z.object({
  title: words(120).min(3),
  moved: z.enum(movedParts),
  kind: z.enum(changeKinds),
  scope: scopeInput,
  start: day.optional(),
  end: day.optional(),
  hypothesis: words(600).optional(),
  gainMinor: z.number().int().optional(),
  ownerId: id("member").optional(),
  tags: z.array(words(40).min(1)).max(12).default([]),
  links: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(12)
    .default([]),
});
export type ChangeFields = z.output<typeof changeFields>;

/** `draft`: a thought. `recorded`: planned if its day lies ahead, live if it has come. */
export const recordInput = changeFields.extend({ as: z.enum(["draft", "recorded"]) });
export const reviseInput = changeFields.extend({
  id: id("change"),
  /** The number of the last edit that the person saw: a later one by somebody else is a conflict. */
  seen: z.number().int().positive(),
  reason: words(400).optional(),
});
export const changeId = z.object({ id: id("change") });
export const onDay = changeId.extend({ on: day.optional() });
export const commentInput = changeId.extend({ body: words(2000).min(1) });
export const rollBackInput = onDay.extend({ title: words(120).min(3).optional() });
export const cancelInput = changeId.extend({ reason: words(400).optional() });
/** A word of an address, or nothing where it is none of ours. */
const oneOf = <const T extends readonly [string, ...string[]]>(known: T) =>
  z.string().optional().pipe(z.enum(known).optional().catch(undefined));

export const filterInput = z.object({
  state: oneOf(states),
  kind: oneOf(changeKinds),
  moved: oneOf(movedParts),
  storeId: id("store").optional(),
  text: words(120).optional(),
});
