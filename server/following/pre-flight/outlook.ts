import { z } from "zod";
import { NAMED_SEGMENTS } from "../../stats/portrait";
import { id } from "../../trpc/id";

/** What following a scope would show if it changed tomorrow (methods 9). Shares 0-1; null of a count or share = hidden. */
export const outlookShape = z.object({
  /** Why nothing could be measured; null = it could. */
  reason: z
    .enum([
      "no comparison group",
      "no exposed",
      "too few returns expected",
      "imbalance",
      "too many without twins",
      "too few stores for twins",
      "not enough history",
      "identification changed",
      "sample of lines",
    ])
    .nullable(),
  /** Weeks that it would be watched. */
  weeks: z.number().int(),
  /** The smallest loss that would show in 8 of 10 cases, and the week by which half of those alarms would have come. */
  smallest: z.object({ loss: z.number(), medianWeeks: z.number() }).nullable(),
  /** Days until a loss of a fifth would have shown in 8 of 10 cases. */
  daysToShow: z.number().int().nullable(),
  /** People who might be a twin, about; twins for each of the concerned; share of the concerned who would have none. */
  twins: z.object({ eligible: z.number().int(), each: z.number(), most: z.number().int(), without: z.number() }),
  /** Share of the concerned who are unlikely to be still there: counted apart. */
  apart: z.number(),
  segments: z.array(
    z.object({ segment: z.enum(NAMED_SEGMENTS), each: z.number().nullable(), without: z.number().nullable() }),
  ),
  overlaps: z.object({
    changes: z.array(
      z.object({
        id: id("change"),
        title: z.string(),
        state: z.enum(["live", "planned"]),
        /** Of the concerned; null = too few or too many to say. */
        share: z.number().nullable(),
      }),
    ),
    /** Changes that were not looked at: the latest come first. */
    more: z.number().int(),
  }),
  /** Half of the shops first, if the same loss would show there sooner, or at all. */
  pilot: z
    .object({ stores: z.array(z.string()), of: z.number().int(), weeks: z.number().int(), loss: z.number() })
    .nullable(),
  assumed: z.object({
    /** Changes whose placebos say how far shops differ of themselves; 0 = tau is taken. */
    calibratedOn: z.number().int(),
    tau: z.number(),
    exposed: z.number().int(),
    eligible: z.number().int(),
    horizonDays: z.number().int(),
  }),
});

export type Outlook = z.infer<typeof outlookShape>;
