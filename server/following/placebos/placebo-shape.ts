import { z } from "zod";

/** One placebo change as pages show it. b = (O - E)/V of its first returns: how far its people stood off their twins. */
export const placeboShown = z.object({
  kind: z.enum(["earlier", "elsewhere"]),
  day0: z.string(),
  /** Where it was elsewhere: names of stores, products or categories. */
  names: z.array(z.string()),
  /** Null where they are fewer than the minimum group. */
  exposed: z.number().int().nullable(),
  twins: z.number().int().nullable(),
  unmeasurable: z.string().nullable(),
  b: z.number().nullable(),
  v: z.number(),
  downAlarmOn: z.string().nullable(),
  upAlarmOn: z.string().nullable(),
});

export type PlaceboShown = z.infer<typeof placeboShown>;
