import { z } from "zod";
import { NAMED_SEGMENTS } from "../../stats/portrait";

const segment = z.enum(NAMED_SEGMENTS);

/** What was seen of one segment in one stretch of 28 days. */
export const windowShape = z.object({
  segment,
  /** Last day of the stretch. */
  end: z.iso.date(),
  /** People looked at. */
  n: z.number().int(),
  expected: z.number(),
  observed: z.number().int(),
});

/** Whether a segment came less than expected, with nothing to compare it with. */
export const driftShape = z.object({
  segment,
  from: z.iso.date(),
  to: z.iso.date(),
  said: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("drift"),
      ratio: z.number(),
      usual: z.object({ lower: z.number(), upper: z.number() }),
      k: z.number().int(),
      fewer: z.boolean(),
    }),
    z.object({ kind: z.literal("cannot say"), need: z.number(), have: z.number(), why: z.string() }),
  ]),
});
export type DriftParts = z.infer<typeof driftShape>;
