import { z } from "zod";
import { identityKinds, lineKinds } from "./schema";

const day = z.iso.date();
const channel = z.enum(["store", "web", "app", "phone", "mail", "marketplace"]);
const contactChannel = z.enum(["email", "phone", "sms", "post", "app"]);

export type LineKind = (typeof lineKinds)[number];

const entry = { key: z.string(), day };
const words = z.string().nullable();

/** One thing between a person and the house. Money in minor units; refunds are negative. */
export const entryShown = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("occasion"),
    ...entry,
    /** A day's stores and channels; without a line sold, it was a refund only. */
    stops: z.array(
      z.object({
        store: z.string().nullable(),
        channel,
        lines: z.number(),
        paidMinor: z.number(),
        refundedMinor: z.number(),
        /** Names of at most three of the `products`, the dearest first. */
        articles: z.array(z.string()),
        products: z.number(),
      }),
    ),
  }),
  z.object({
    kind: z.literal("interaction"),
    ...entry,
    what: z.enum(["visit", "view", "cart", "wish", "contact", "complaint", "after_sales", "solicitation"]),
    direction: z.enum(["in", "out"]),
    mode: z.enum(["human", "automated"]),
    channel,
    store: z.string().nullable(),
    product: z.string().nullable(),
    resolvedFirst: z.boolean().nullable(),
    transferred: z.boolean().nullable(),
    words,
  }),
  z.object({
    kind: z.literal("answer"),
    ...entry,
    score: z.number(),
    survey: z.string().nullable(),
    store: z.string().nullable(),
    invited: z.boolean(),
    words,
  }),
  z.object({
    kind: z.literal("invitation"),
    ...entry,
    survey: z.string().nullable(),
    channel: contactChannel.nullable(),
    /** Drawn at random. */
    random: z.boolean(),
  }),
  z.object({
    kind: z.literal("persona"),
    ...entry,
    persona: z.string().nullable(),
    answers: z.record(z.string(), z.union([z.string(), z.number()])),
    words,
  }),
  z.object({
    kind: z.literal("exposure"),
    ...entry,
    changeId: z.number(),
    title: z.string(),
    arm: z.enum(["exposed", "twin", "apart", "left_out"]),
    until: day.nullable(),
  }),
  z.object({ kind: z.literal("listed"), ...entry, changeId: z.number(), title: z.string() }),
]);
export type Entry = z.output<typeof entryShown>;

const rhythmShown = z.object({
  firstDay: day,
  lastDay: day,
  x: z.number(),
  tx: z.number(),
  tTotal: z.number(),
  silent: z.number(),
  segment: z.string(),
  occasions365: z.number(),
  value365Minor: z.number(),
  forecast: z
    .object({
      pAlive: z.number().nullable(),
      within: z.array(z.object({ weeks: z.number(), probability: z.number() })),
      dueOn: day,
      dueDays: z.number(),
      capped: z.boolean(),
      overdueIndex: z.number(),
    })
    .nullable(),
  model: z
    .object({
      fittedOn: day,
      group: z.enum(["store", "distance"]),
      fittedGroup: z.enum(["store", "distance", "all"]),
    })
    .nullable(),
  why: z
    .object({
      why: z.enum(["no model yet", "too few repeaters", "no convergence", "sample of lines"]),
      need: z.number(),
      have: z.number(),
    })
    .nullable(),
});

const standing = z.object({ state: z.enum(["given", "refused", "opposed"]), on: day.nullable() });

const personShown = z.object({
  kind: z.literal("person"),
  id: z.number(),
  reference: z.string().nullable(),
  homeArea: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
  consent: z.partialRecord(contactChannel, standing),
  /** Never the values: those are kept as keyed hashes. */
  identities: z.array(
    z.object({
      kind: z.enum(identityKinds),
      source: z.string(),
      n: z.number(),
      firstSeen: day.nullable(),
      registered: z.boolean(),
      verified: z.boolean(),
    }),
  ),
  /** Null: nothing bought by the day asked about. */
  rhythm: rhythmShown.nullable(),
  /** Days with an occasion in the two years up to today, oldest first. */
  occasions: z.array(z.object({ day, amountMinor: z.number() })),
  /** Changes that concerned this person in those two years. */
  exposures: z.array(z.object({ changeId: z.number(), title: z.string(), day0: day })),
  moving: z.enum(["joining", "parting", "erasing"]).nullable(),
  /** Customers who were joined into this one. */
  joined: z.array(z.object({ joinId: z.number(), customerId: z.number(), joinedOn: day.nullable() })),
  line: z.object({
    entries: z.array(entryShown),
    counts: z.record(z.enum(lineKinds), z.number()),
    page: z.number(),
    pages: z.number(),
  }),
  mayJoin: z.boolean(),
  mayErase: z.boolean(),
  today: day,
  /** The day asked about is over: today is a later one. */
  past: z.boolean(),
  currency: z.string(),
  tz: z.string(),
});

/** A person; or where somebody stands who was joined into another. */
export const personPage = z.discriminatedUnion("kind", [
  personShown,
  z.object({ kind: z.literal("joined"), into: z.number() }),
]);
export type PersonPage = z.output<typeof personShown>;

export const foundShown = z.object({
  people: z.array(
    z.object({
      id: z.number(),
      reference: z.string().nullable(),
      homeArea: z.string().nullable(),
      attributes: z.record(z.string(), z.unknown()),
      segment: z.string().nullable(),
      lastDay: day.nullable(),
      occasions: z.number(),
      /** The kind of identity that was typed in whole; null where words were like the ones kept. */
      by: z.enum(identityKinds).nullable(),
    }),
  ),
  found: z.number(),
  /** There are more than `found`; only these can be paged through. */
  more: z.boolean(),
  page: z.number(),
  pages: z.number(),
});
export type Found = z.output<typeof foundShown>;

/** Groups only: what everybody of the workspace may read. */
export const groupsShown = z.object({
  people: z.number(),
  /** In the order of the named segments, then `none`: nothing bought yet. `n` null = hidden, under the minimum group. */
  groups: z.array(z.object({ segment: z.string(), n: z.number().nullable() })),
  minGroup: z.number(),
  seesPeople: z.boolean(),
  mayJoin: z.boolean(),
  mayErase: z.boolean(),
  proposedJoins: z.number(),
});

/** One of two people who may be one. */
const sideShown = z.object({
  id: z.number(),
  reference: z.string().nullable(),
  homeArea: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
  kinds: z.array(z.enum(identityKinds)),
  sources: z.array(z.string()),
  firstDay: day.nullable(),
  lastDay: day.nullable(),
  occasions: z.number(),
  amountMinor: z.number(),
  stores: z.array(z.string()),
});
export type Side = z.output<typeof sideShown>;
export const sidesShown = z.array(sideShown);

const erasureShown = z.object({
  id: z.number(),
  state: z.enum(["asked", "done"]),
  askedAt: z.date(),
  /** Null: not a member's doing. */
  by: z.string().nullable(),
  doneAt: z.date().nullable(),
  /** Rows that went, by table. */
  removed: z.record(z.string(), z.number()).nullable(),
});
export type Erasure = z.output<typeof erasureShown>;

export const erasuresShown = z.object({
  erasures: z.array(erasureShown),
  sources: z.array(z.object({ id: z.number(), name: z.string() })),
});
