import { z } from "zod";

/** Days within which a promised return is to be kept. */
export const PROMISE_DAYS = 28;
/** Version of what the readings of a model hold. */
export const MODEL_READING_VERSION = 1;

const tooFew = z.object({
  kind: z.literal("cannot say"),
  why: z.enum(["no rhythm", "too few", "too short", "days missing"]),
});

export const calibrationParts = z.discriminatedUnion("kind", [
  tooFew,
  z.object({
    kind: z.literal("read"),
    /** Promised as of the end of `from`, kept on the days after it up to `to`. */
    from: z.iso.date(),
    to: z.iso.date(),
    n: z.number().int(),
    promised: z.number(),
    kept: z.number().int(),
    ratio: z.number(),
    low: z.number(),
    high: z.number(),
    fits: z.boolean(),
    /** From the least to the most likely; `promised` and `kept` are shares, `low` and `high` Wilson's 95% limits of `kept`. */
    bins: z.array(
      z.object({ n: z.number().int(), promised: z.number(), kept: z.number(), low: z.number(), high: z.number() }),
    ),
  }),
]);
export type CalibrationParts = z.output<typeof calibrationParts>;

export const trackingParts = z.discriminatedUnion("kind", [
  tooFew,
  z.object({
    kind: z.literal("read"),
    /** The first day of week 1, and the last that the fit had seen. */
    from: z.iso.date(),
    splitOn: z.iso.date(),
    people: z.number().int(),
    /** Repeat occasions in each complete week from `from` on. */
    weeks: z.array(z.object({ promised: z.number(), kept: z.number().int() })),
    /** After `splitOn`: the days, what the weeks promised, what was promised person by person, what came. */
    holdOut: z.object({
      days: z.number().int(),
      promised: z.number(),
      promisedEach: z.number(),
      kept: z.number().int(),
    }),
  }),
]);
export type TrackingParts = z.output<typeof trackingParts>;

const fourNumbers = z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() });

export const modelOutput = z.object({
  today: z.iso.date(),
  /** The model in force; null before the first. */
  model: z
    .object({
      validFrom: z.iso.date(),
      fittedOn: z.iso.date(),
      reason: z.string(),
      sampled: z.boolean(),
      groups: z.array(
        z.object({
          group: z.enum(["all", "store", "distance"]),
          people: z.number().nullable(),
          repeaters: z.number().nullable(),
          parameters: fourNumbers.nullable(),
          /** Null: held at the edge where nobody is seen to leave. */
          standardErrors: fourNumbers.nullable(),
          why: z.string().nullable(),
          need: z.number().nullable(),
          have: z.number().nullable(),
        }),
      ),
      gaps: z.array(z.object({ group: z.enum(["all", "store", "distance"]), n: z.number(), days: z.number() })),
      worth: z.object({
        n: z.number().nullable(),
        pearson: z.number().nullable(),
        spearman: z.number().nullable(),
        q: z.number().nullable(),
        used: z.boolean(),
        why: z.string().nullable(),
      }),
    })
    .nullable(),
  calibration: calibrationParts.nullable(),
  /** The first day of those on which promises were not kept, up to the last; null where they are. */
  unfitSince: z.iso.date().nullable(),
  tracking: trackingParts.nullable(),
  /** What was published of the very same base; nearly always null. */
  published: z.object({ promised: z.number(), promisedEach: z.number(), source: z.string() }).nullable(),
  history: z.array(
    z.object({ id: z.number(), validFrom: z.iso.date(), reason: z.string(), parameters: fourNumbers.nullable() }),
  ),
});
export type ModelShown = z.output<typeof modelOutput>;
