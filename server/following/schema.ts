import { z } from "zod";
import { NAMED_SEGMENTS } from "../stats/portrait";
import { SHIFT_METRICS } from "../stats/shift-sums";
import { VERDICT_WORDS } from "../stats/verdict";
import { id } from "../trpc/id";

/** `all`, one of the named segments frozen at day 0, or `intense`: those who make half of their occasions in the scope. */
export const sliceShape = z.union([
  z.literal("all"),
  z.literal("intense"),
  z.templateLiteral(["segment:", z.enum(NAMED_SEGMENTS)]),
]);
export type Slice = z.infer<typeof sliceShape>;

const range = z.object({ lower: z.number(), upper: z.number().nullable() });
export const cannotSayShape = z.object({
  kind: z.literal("cannot say"),
  need: z.number(),
  have: z.number(),
  why: z.string(),
});

const correctionShown = z.object({ k: z.number().int(), drift: z.number(), tau: z.number() });

/** A ratio of shares of exposed and twins with its doubt. `upper` null = no limit. */
export const rateShape = z.object({
  kind: z.literal("rate"),
  ratio: z.number(),
  /** As counted, where a correction was taken off; null in readings of before. */
  raw: z.number().nullable().default(null),
  /** What k placebo changes do to the ratio, on its log scale; null = not calibrated. */
  correction: correctionShown.nullable().default(null),
  /** z = 2.9: may be read every week. */
  band: range,
  /** z = 1.96: for one look at a day fixed beforehand. */
  pointwise: range,
  intervalKind: z.enum(["delta", "mover"]),
  rateExposed: z.number(),
  rateTwins: z.number(),
  exposed: z.number().int(),
  twins: z.number().int(),
  observed: z.number(),
  expected: z.number(),
  missing: z.object({ value: z.number(), lower: z.number(), upper: z.number() }),
  expectedReturns: z.number(),
  shown: z.boolean(),
  verdictPossible: z.boolean(),
});
export type Rate = z.infer<typeof rateShape>;

/** Which days a figure speaks of: the latest complete round, or all days so far while there is none. */
export const stretchShape = z.object({
  kind: z.enum(["round", "so far"]),
  round: z.number().int().nullable(),
  /** Days since day 0 counted, of the wave observed longest. */
  days: z.number().int(),
  from: z.iso.date(),
  to: z.iso.date(),
});

export const followRateParts = z.object({
  stretch: stretchShape,
  rate: z.union([rateShape, cannotSayShape]),
  /** Customers who did not come back as their twins did; null until the verdict allows a count. */
  lostFollowers: z.object({ value: z.number(), lower: z.number(), upper: z.number() }).nullable(),
  /** Minor units over 12 months from day 0, as of day 0. */
  revenueAtRisk: z
    .object({
      value: z.number(),
      lower: z.number().nullable(),
      upper: z.number(),
      base: z.number(),
      margin: z.number().nullable(),
    })
    .nullable(),
  /** Weighted shares with an occasion within the scope, beside the rate. */
  withinScope: z.object({ exposed: z.number(), twins: z.number() }).nullable(),
});

export const cameBackParts = z.object({
  points: z.array(
    z.object({
      /** Days 0..t-1 after day 0. */
      t: z.number().int(),
      exposed: z.number(),
      twins: z.number(),
      ratio: z.number().nullable(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
      exposedLower: z.number(),
      exposedUpper: z.number(),
      twinsLower: z.number(),
      twinsUpper: z.number(),
      n1: z.number().int(),
      n0: z.number().int(),
    }),
  ),
});

export const PLACES = ["followed", "product", "store", "channel", "hours", "silent", "not_due"] as const;
export type Place = (typeof PLACES)[number];

export const whereParts = z.object({
  stretch: stretchShape,
  /** In the order of PLACES; shares of exposed, and of twins weighted like them. */
  places: z.array(
    z.object({ place: z.enum(PLACES), count: z.number().int(), share: z.number(), twinShare: z.number() }),
  ),
  n: z.number().int(),
  twins: z.number().int(),
});

export const DIMENSIONS = ["store", "category", "channel"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const breakdownParts = z.object({
  stretch: stretchShape,
  dimensions: z.array(
    z.object({
      dimension: z.enum(DIMENSIONS),
      rows: z.array(
        z.object({
          /** Id of the store or category, or the channel; null = none is known. */
          ref: z.string().nullable(),
          exposed: z.number().int(),
          /** Twins of their strata: they serve other rows too. */
          twins: z.number().int(),
          observed: z.number(),
          expected: z.number(),
          /** With the weekly band; null under 30 expected returns. */
          rate: z.object({ ratio: z.number(), lower: z.number(), upper: z.number().nullable() }).nullable(),
          /** Limits of expected - observed. */
          missing: z.object({ lower: z.number(), upper: z.number() }).nullable(),
        }),
      ),
    }),
  ),
});

const npsSide = z.union([
  z.object({ kind: z.literal("nps"), score: z.number(), n: z.number().int(), lower: z.number(), upper: z.number() }),
  cannotSayShape,
]);
export const npsParts = z.object({
  before: npsSide,
  after: npsSide,
  twinsBefore: npsSide,
  twinsAfter: npsSide,
  change: z.union([
    z.object({ kind: z.literal("change"), value: z.number(), lower: z.number(), upper: z.number() }),
    cannotSayShape,
  ]),
  windows: z.object({
    before: z.object({ from: z.iso.date(), to: z.iso.date() }),
    after: z.object({ from: z.iso.date(), to: z.iso.date() }),
  }),
});

export const returnTimeParts = z.object({
  /** Days until half had returned; null = not reached. */
  medianExposed: z.number().nullable(),
  medianTwins: z.number().nullable(),
  logRank: z.object({ chiSquare: z.number(), df: z.number(), p: z.number() }),
});

export const weeksParts = z.object({
  /** `week` is its Monday. */
  weeks: z.array(z.object({ week: z.iso.date(), observed: z.number(), expected: z.number(), exposed: z.number() })),
});

/** m and tau of the placebo changes, in log hazard; k of them (methods 4). */
export const calibrationShown = z.object({ k: z.number().int(), m: z.number(), tau: z.number() });

/** One direction's evidence tonight. */
const alarmShape = z.object({
  /** ln e: of the change with its segments where the slice is `all`, else of the slice. */
  logE: z.number(),
  /** The e with which the change, or the slice among those of a listed change, is on tonight's list; null = no slice can be. */
  threshold: z.number().nullable(),
  /** First day on a night's list. */
  raisedOn: z.iso.date().nullable(),
  sinceOn: z.iso.date().nullable().default(null),
  /** On tonight's list. */
  standing: z.boolean().default(false),
  /** At the level that it would need if nothing else were watched. */
  alone: z.boolean().default(false),
});

export const verdictParts = z.object({
  word: z.enum(VERDICT_WORDS),
  reason: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  alarm: alarmShape.nullable(),
  up: alarmShape.nullable(),
  calibrated: z.boolean(),
  /** Null while there are too few placebo changes. */
  calibration: calibrationShown.nullable().default(null),
});

/** A night's list of the changes opened in one half-year, in one direction. */
export const listParts = z.object({
  alpha: z.number(),
  changes: z.array(
    z.object({
      changeId: z.number().int(),
      revision: z.number().int(),
      logE: z.number(),
      listed: z.boolean(),
      needs: z.number(),
      /** Its segments on level 2. */
      slices: z.array(sliceShape),
      /** Its days up to here are in the lists of their nights. */
      through: z.iso.date(),
    }),
  ),
});
export type ListParts = z.infer<typeof listParts>;

const beforeAfter = z.object({ before: z.number(), after: z.number() });

/** How behaviour shifted: difference-in-differences per person and `perDays` days; money in minor units (methods 5). */
export const shiftParts = z.object({
  /** Days on either side of day 0, of the wave observed longest. */
  days: z.number().int(),
  before: z.object({ from: z.iso.date(), to: z.iso.date() }),
  after: z.object({ from: z.iso.date(), to: z.iso.date() }),
  perDays: z.number().int(),
  /** Whose differences count as one: stores; or people, with what placebo changes differ by (`tau`). */
  errors: z.object({ by: z.enum(["store", "customer"]), clusters: z.number().int(), tau: z.number() }),
  exposed: z.number().int(),
  twins: z.number().int(),
  metrics: z.array(
    z.discriminatedUnion("kind", [
      z.object({
        kind: z.literal("shift"),
        metric: z.enum(SHIFT_METRICS),
        exposed: beforeAfter,
        twins: beforeAfter,
        value: z.number(),
        lower: z.number(),
        upper: z.number(),
        p: z.number(),
        /** Benjamini-Hochberg over the figures of the change. */
        adjusted: z.number(),
        moved: z.boolean(),
      }),
      z.object({
        kind: z.literal("cannot say"),
        metric: z.enum(SHIFT_METRICS),
        why: z.enum(["too few people", "too few with any"]),
        need: z.number(),
        have: z.number(),
      }),
    ]),
  ),
});

/** Every reading of a change, by method. */
export const partsOf = {
  follow_rate: followRateParts,
  came_back: cameBackParts,
  where: whereParts,
  breakdown: breakdownParts,
  nps: npsParts,
  return_time: returnTimeParts,
  weeks: weeksParts,
  shift: shiftParts,
  verdict: verdictParts,
} as const;
export type Method = keyof typeof partsOf;
export type PartsOf<M extends Method> = z.infer<(typeof partsOf)[M]>;

export const verdictsInput = z.object({ ids: z.array(id("change")).max(500) });
