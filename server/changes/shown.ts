import { z } from "zod";
import { NAMED_SEGMENTS } from "../stats/portrait";
import { changeKinds, channels, fulfilments, movedParts } from "./kinds";
import { changeActs } from "./life";

const day = z.iso.date();
export const states = ["draft", "planned", "live", "ended", "rolled_back", "cancelled"] as const;
const person = z.object({ userId: z.number(), name: z.string() });

/** A kind that this version does not know reads as "other". */
const kindShown = z.string().transform((kind) => changeKinds.find((known) => known === kind) ?? "other");

/** A change as its list and its page show it. */
export const changeShown = z.object({
  id: z.number(),
  title: z.string(),
  moved: z.enum(movedParts),
  kind: kindShown,
  state: z.enum(states),
  ownerId: z.number().nullable(),
  revision: z.number(),
  startPlanned: day.nullable(),
  startActual: day.nullable(),
  endPlanned: day.nullable(),
  endActual: day.nullable(),
  startConfirmed: z.boolean(),
  hypothesis: z.string().nullable(),
  gainMinor: z.number().nullable(),
  tags: z.array(z.string()),
  links: z.array(z.string()),
  recordedOn: day,
});
export type ChangeShown = z.output<typeof changeShown>;

export const termsShown = z.object({
  currency: z.string(),
  minGroup: z.number(),
  alpha: z.number(),
  mayDraft: z.boolean(),
  mayImport: z.boolean(),
});

/** The list, and what it can be filtered by. */
export const listShown = z.object({
  changes: z.array(changeShown),
  choices: z.object({
    states: z.array(z.enum(states)).readonly(),
    kinds: z.array(z.enum(changeKinds)).readonly(),
    movedParts: z.array(z.enum(movedParts)).readonly(),
    stores: z.array(z.object({ id: z.number(), name: z.string() })),
  }),
  currency: z.string(),
  mayDraft: z.boolean(),
});

const fieldsShown = z.object({
  title: z.string(),
  moved: z.enum(movedParts),
  kind: kindShown,
  scope: z.object({
    stores: z.array(z.object({ id: z.number(), startOn: day.optional() })),
    products: z.array(z.number()),
    categories: z.array(z.number()),
    channels: z.array(z.enum(channels)),
    fulfilments: z.array(z.enum(fulfilments)),
    hours: z.array(z.string()),
    segments: z.array(z.enum(NAMED_SEGMENTS)),
  }),
  start: day.optional(),
  end: day.optional(),
  hypothesis: z.string().optional(),
  gainMinor: z.number().optional(),
  ownerId: z.number().optional(),
  tags: z.array(z.string()),
  links: z.array(z.string()),
});

const productShown = z.object({ id: z.number(), code: z.string(), name: z.string() });
const scopeShown = z.object({
  stores: z.array(z.object({ id: z.number(), name: z.string(), startOn: day.nullable() })),
  products: z.array(productShown),
  categories: z.array(z.object({ id: z.number(), path: z.string() })),
  channels: z.array(z.enum(channels)),
  fulfilments: z.array(z.enum(fulfilments)),
  hours: z.array(z.string()),
  segments: z.array(z.enum(NAMED_SEGMENTS)),
  people: z.number().nullable(),
});
export type ScopeShown = z.output<typeof scopeShown>;

const revisionShown = z.object({
  revision: z.number(),
  before: z.unknown().pipe(fieldsShown.partial().nullable()),
  after: z.unknown().pipe(fieldsShown.partial()),
  reason: z.string().nullable(),
  by: z.number().nullable(),
  at: z.date(),
});

export const historyShown = z.array(
  z.object({
    id: z.number(),
    kind: z.enum(["comment", "transition", "edit"]),
    by: z.number().nullable(),
    at: z.date(),
    body: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  }),
);

/** One change with its scope in words, its edits and what may be done with it. */
export const changePage = z.object({
  change: changeShown,
  fields: fieldsShown,
  scope: scopeShown,
  seen: z.number(),
  revisions: z.array(revisionShown),
  told: historyShown,
  people: z.array(person),
  acts: z.array(z.enum(changeActs)),
  mayRevise: z.boolean(),
  presentDay: day,
  today: day,
  currency: z.string(),
  /** The zone in which moments are told. */
  tz: z.string(),
  minGroup: z.number(),
});
export type ChangePage = z.output<typeof changePage>;

/** What the form offers. */
export const choicesShown = z.object({
  stores: z.array(z.object({ id: z.number(), name: z.string(), region: z.string().nullable() })),
  categories: z.array(z.object({ id: z.number(), name: z.string(), path: z.string() })),
  members: z.array(person.extend({ memberId: z.number() })),
  kindsByMoved: z.record(z.enum(movedParts), z.array(z.enum(changeKinds)).readonly()),
  kinds: z.array(z.enum(changeKinds)).readonly(),
  movedParts: z.array(z.enum(movedParts)).readonly(),
  channels: z.array(z.enum(channels)).readonly(),
  fulfilments: z.array(z.enum(fulfilments)).readonly(),
  segments: z.array(z.enum(NAMED_SEGMENTS)).readonly(),
  presentDay: day,
  currency: z.string(),
  mayRecord: z.boolean(),
});
export type Choices = z.output<typeof choicesShown>;
