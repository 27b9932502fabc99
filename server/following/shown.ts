import { z } from "zod";
import { rhythmShape } from "../churn/rhythm";
import { NAMED_SEGMENTS } from "../stats/portrait";
import { placeboShown } from "./placebos/placebo-shape";
import { outlookShape } from "./pre-flight/outlook";
import { replayShown } from "./replay/replay-shape";
import {
  breakdownParts,
  cameBackParts,
  followRateParts,
  npsParts,
  PLACES,
  rateShape,
  returnTimeParts,
  shiftParts,
  verdictParts,
  weeksParts,
  whereParts,
} from "./schema";

/** What the procedures of following hand out: the same shapes that readings are kept in, so that nothing else slips out. */
const day = z.iso.date();
const segment = z.enum(NAMED_SEGMENTS);
const { rate, revenueAtRisk } = followRateParts.shape;
const { groups, value, refusal } = rhythmShape.shape;

const whoShown = z.discriminatedUnion("hidden", [
  z.object({ hidden: z.literal(true), segment: z.string() }),
  z.object({
    hidden: z.literal(false),
    segment: z.string(),
    n: z.number().int(),
    rate,
    revenueAtRisk,
    verdict: verdictParts.nullable(),
  }),
]);

const howShown = z.object({
  counts: z.record(z.string(), z.number()),
  reached: z.number().int(),
  balance: z.array(
    z.object({
      trait: z.string(),
      before: z.number(),
      after: z.number(),
      state: z.enum(["pass", "warn", "fail"]).optional(),
    }),
  ),
  unmeasurable: z.string().nullable(),
  alarmFrom: day,
  foundAfterwards: z.boolean(),
  horizonDays: z.number().int(),
  roundDays: z.number().int(),
  strata: z.number().int(),
  seed: z.number().int(),
  frozenAt: z.date(),
  overlaps: z.array(
    z.object({
      bit: z.number().int(),
      wave: z.number().int(),
      changeId: z.number().int(),
      kind: z.enum(["change", "later wave"]),
      title: z.string(),
      share: z.number(),
      matched: z.boolean(),
    }),
  ),
  /** Changes begun since day 0 that touch the same people; `apart`: these are compared apart from then on. */
  later: z.array(
    z.object({
      changeId: z.number().int(),
      from: day,
      exposed: z.number(),
      twins: z.number(),
      apart: z.boolean(),
      title: z.string(),
    }),
  ),
  spillStores: z.array(z.string()),
  models: z.array(z.object({ wave: z.number().int(), day0: day, fittedOn: day, groups, value, refusal })),
  expected: z.object({ exposed: z.number(), twins: z.number() }),
  /** The purchases are a sample of lines: no rhythm, no value, rates of the sampled lines. */
  sampled: z.boolean(),
  alpha: z.number(),
  calibrated: z.boolean(),
  placebos: z.array(placeboShown),
});

/** Places of too few people are told together (hide-places.ts). */
const whereShown = whereParts.extend({
  places: z.array(
    whereParts.shape.places.element.extend({
      place: z.enum([...PLACES, "together"]),
      of: z.array(z.enum(PLACES)),
    }),
  ),
});

const count = z.number().int().nullable();
export const missingShown = z.object({
  waiting: z.object({ store: z.string(), since: day }).nullable(),
  silent: z.array(z.object({ store: z.string(), since: day, exposed: count, twins: count })),
});

export const followingShown = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("not yet"),
    day0: day.nullable(),
    waitingFor: z.enum(["day", "day 0", "data", "reading"]),
  }),
  z.object({
    kind: z.literal("read"),
    asOf: day,
    day0: day,
    daysSince: z.number().int(),
    waves: z.array(z.object({ wave: z.number().int(), day0: day, stores: z.array(z.number().int()) })),
    ...missingShown.shape,
    verdict: verdictParts.nullable(),
    followRate: followRateParts.nullable(),
    cameBack: cameBackParts.shape.points,
    evidence: z
      .object({
        rings: z.number(),
        family: z.number().int(),
        alarmOn: day.nullable(),
        moved: z.boolean(),
        closedOn: day.nullable(),
        closedWhy: z.string().nullable(),
        points: z.array(z.object({ day, onceIn: z.number() })),
      })
      .nullable(),
    where: whereShown.nullable(),
    who: z.array(whoShown),
    nps: npsParts.nullable(),
    shift: shiftParts.nullable(),
    returnTime: returnTimeParts.nullable(),
    verbatims: z.array(z.object({ day, body: z.string(), store: z.string().nullable(), near: z.boolean() })),
    /** People erased since the twins were frozen, with rows in the days that are counted. */
    erased: z.number().int(),
    how: howShown,
  }),
]);

const { dimension, rows } = breakdownParts.shape.dimensions.element.shape;
const counted = rows.element.shape;
const named = { ref: counted.ref, name: z.string().nullable() };

/** Null: the change's cohort was opened before this was kept, or there is none. */
export const breakdownShown = z
  .object({
    asOf: day,
    stretch: breakdownParts.shape.stretch,
    roundDays: z.number().int(),
    dimensions: z.array(
      z.object({
        dimension,
        total: z.object({ exposed: z.number().int(), observed: z.number(), expected: z.number(), missing: z.number() }),
        rows: z.array(
          z.discriminatedUnion("hidden", [
            z.object({ hidden: z.literal(true), ...named }),
            z.object({
              ...named,
              hidden: z.literal(false),
              exposed: counted.exposed,
              twins: counted.twins,
              observed: counted.observed,
              expected: counted.expected,
              rate: counted.rate,
              missing: z.object({ value: z.number(), lower: z.number().nullable(), upper: z.number().nullable() }),
            }),
          ]),
        ),
      }),
    ),
  })
  .nullable();

export const verdictsShown = z.array(
  z.object({
    changeId: z.number().int(),
    asOf: day.nullable(),
    exposed: z.number().int().nullable(),
    verdict: verdictParts.nullable(),
    followRate: followRateParts.nullable(),
  }),
);

export const homeShown = z.object({
  asOf: day,
  sampled: z.boolean(),
  segments: z.array(
    z.object({
      segment,
      n: z.number().int().nullable(),
      measured: z.boolean(),
      worst: z
        .object({
          changeId: z.number().int(),
          title: z.string(),
          rate: rateShape,
          atRisk: revenueAtRisk,
          verdict: verdictParts.nullable(),
        })
        .nullable(),
    }),
  ),
  summary: z.object({
    changes: z.array(
      z.object({ id: z.number().int(), title: z.string(), sinceOn: day.nullable(), atRisk: z.number() }),
    ),
    stoppedSegments: z.array(segment),
    measuredSegments: z.number().int(),
    watched: z.number().int(),
    over: z.array(z.number().int()),
    lost: z.number(),
    atRiskMinor: z.number(),
    late: z.boolean(),
    uncalibrated: z.boolean(),
  }),
  changes: z.array(
    z.object({
      id: z.number().int(),
      title: z.string(),
      moved: z.enum(["client", "product", "store", "client-product", "client-store", "product-store"]),
      kind: z.string(),
      state: z.enum(["draft", "planned", "live", "ended", "rolled_back", "cancelled"]),
      startOn: day,
      verdict: verdictParts.nullable(),
    }),
  ),
  weeks: z.array(weeksParts.shape.weeks.element.omit({ exposed: true }).extend({ complete: z.boolean() })),
  next: z.array(z.object({ id: z.number().int(), title: z.string(), verdict: verdictParts, atRiskMinor: z.number() })),
  /** Less than expected, with nothing to compare with: `ratio` of what is usual, which is from `lower` on. */
  unexplained: z.array(
    z.object({ segment, from: day, to: day, ratio: z.number(), lower: z.number(), k: z.number().int() }),
  ),
});

export const touchShown = z.object({
  customers: z.number().int().nullable(),
  share: z.number().nullable(),
  revenueMinor: z.number().nullable(),
  segments: z.array(z.object({ segment, n: z.number().int().nullable() })),
  warnings: z.array(z.enum(["nobody", "everybody", "few"])),
  from: day,
  to: day,
  outlook: outlookShape.nullable(),
});

export { replayShown };
export type ReplayShown = z.output<typeof replayShown>;
