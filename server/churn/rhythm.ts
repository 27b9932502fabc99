import { z } from "zod";
import type { SegmentThresholds } from "../stats/portrait";

/** Customers are fitted by where their first purchase was made: in a shop, or at a distance (web, phone, mail, ...). */
export const RHYTHM_GROUPS = ["store", "distance"] as const;
export type RhythmGroup = (typeof RHYTHM_GROUPS)[number];

const parameters = z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() });

const groupShape = z.object({
  /** The rows the parameters were fitted on: the group's own, or the whole base. */
  fittedOn: z.enum(["store", "distance", "all"]),
  parameters: parameters.nullable(),
  /** Days; 0.8 quantile of the gap from first to second occasion. Null under 200 of them. */
  gapQuantile: z.number().nullable(),
});

const valueShape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("gamma_gamma"), p: z.number(), q: z.number(), gamma: z.number() }),
  /** The base's mean for x < 3, the customer's own for x >= 3; `why` the model is not used. */
  z.object({ kind: z.literal("means"), mean: z.number(), why: z.string() }),
]);

const refusalShape = z.object({
  kind: z.literal("cannot say"),
  why: z.enum(["too few repeaters", "no convergence", "sample of lines"]),
  need: z.number(),
  have: z.number(),
});

/**
 * The model in force as of a day: what scores customers, says when they are due and what they are worth. Kept in `model`
 * (one row per part), and whole with every cohort that was made with it.
 */
export const rhythmShape = z.object({
  /** Fitted on visits up to and including this day. */
  fittedOn: z.iso.date(),
  modelId: z.number().int().nullable(),
  groups: z.object({ store: groupShape, distance: groupShape }),
  value: valueShape,
  /** Top deciles of 12-month value (minor units) and of occasions in 12 months; null where nobody bought. */
  cuts: z.object({ bigSpenderValue: z.number().nullable(), compulsiveOccasions: z.number().nullable() }),
  /** Why there is no fit: "not enough history yet". */
  refusal: refusalShape.nullable(),
});

export type Rhythm = z.infer<typeof rhythmShape>;

/** Purchases are a sample of lines: there is no rhythm to read, whatever their number. */
export function isSampled({ refusal }: Pick<Rhythm, "refusal">): boolean {
  return refusal?.why === "sample of lines";
}

type Limits = Omit<SegmentThresholds, "bigSpenderValue" | "compulsiveOccasions">;

/**
 * Settings and cut points together; without cut points nobody is in a top decile. In a sample of lines one purchase seen may be
 * one of many: nobody is a first- or second-time buyer, nor compulsive.
 */
export function thresholdsOf(limits: Limits, { cuts, refusal }: Pick<Rhythm, "cuts" | "refusal">): SegmentThresholds {
  const sampled = isSampled({ refusal });
  const { lostIndex, lostAlive, lapsingIndex, firstTimeDays, secondTimeDays, compulsiveGap, loyalTenure } = limits;
  return {
    lostIndex,
    lostAlive,
    lapsingIndex,
    firstTimeDays: sampled ? -1 : firstTimeDays,
    secondTimeDays: sampled ? -1 : secondTimeDays,
    compulsiveGap: sampled ? -1 : compulsiveGap,
    loyalTenure,
    bigSpenderValue: cuts.bigSpenderValue ?? Number.MAX_SAFE_INTEGER,
    compulsiveOccasions: cuts.compulsiveOccasions ?? Number.MAX_SAFE_INTEGER,
  };
}
