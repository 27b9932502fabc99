import { z } from "zod";

const day = z.iso.date();
/** A figure with its interval; `low` and `high` are null where there is none. */
const estimate = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() });

/** The figures that an alert was raised with, and tonight's. Counts of people, money a year in minor units. */
export const evidence = z.object({
  /** Follow rate, 1 = they follow as their twins do. */
  rate: estimate.nullable(),
  /** Exposed customers under watch. */
  exposed: z.number().int(),
  /** Lost followers of the latest complete round, or missing returns before it is over. */
  lost: estimate.nullable(),
  /** `late`: no round is over yet, so "late or lost". */
  lostKind: z.enum(["lost", "late"]),
  /** Revenue at risk over 12 months. */
  atRisk: estimate.nullable(),
  /** The e-value: if nothing had changed, evidence this strong would appear at most once in so many times. */
  onceIn: z.number(),
  /** The e-value from which the change is on tonight's list. */
  threshold: z.number(),
  /** The share of false ones promised of that list. */
  alpha: z.number().default(0.05),
  calibrated: z.boolean(),
  /** k placebo changes stand m off their twins on average, in log hazard, tau apart; null = not calibrated. */
  calibration: z.object({ k: z.number().int(), m: z.number(), tau: z.number() }).nullable().default(null),
  /** First day on which the change was on a night's list. */
  alarmOn: day,
  /** Segments of it that are on the list too; `intense` = those who come mostly here. */
  segments: z.array(z.object({ segment: z.string(), exposed: z.number().int(), rate: estimate.nullable() })),
  asOf: day,
});
export type Evidence = z.output<typeof evidence>;
