import { z } from "zod";

const day = z.iso.date();

/** What a replay of one change found; each day is that on whose evening it would have been said. */
export const replayedShape = z.object({
  id: z.number().int(),
  title: z.string(),
  day0: day,
  /** Last day that the monitors were run over. */
  until: day,
  calibrated: z.boolean(),
  /** First night on the list "they stopped following", and on "they come more". */
  alarmOn: day.nullable(),
  upOn: day.nullable(),
  /** End of the first week in which NPS had fallen, and in which a weekly one-sided z test of returns would have rejected. */
  npsOn: day.nullable(),
  zOn: day.nullable(),
});
export type Replayed = z.infer<typeof replayedShape>;

export const replayResult = z.object({
  changes: z.array(replayedShape),
  /** Changes of these days that could not be run, with the reason. */
  left: z.array(z.object({ id: z.number().int(), title: z.string(), why: z.string() })),
  nights: z.number().int(),
  alpha: z.number(),
  /** Placebo changes of the changes run, and on how many an uncalibrated alarm would have rung. */
  placebos: z.object({ k: z.number().int(), down: z.number().int(), up: z.number().int() }),
});
export type ReplayResult = z.infer<typeof replayResult>;

/** What was gained over NPS: days the alarm came earlier; `atLeast` where NPS had not spoken when the data end. */
const days = { days: z.number().int(), atLeast: z.boolean() };
const leadShape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("gained"), ...days }),
  z.object({ kind: z.literal("lost"), ...days }),
  z.object({ kind: z.literal("together") }),
  z.object({ kind: z.literal("neither") }),
]);
export type Lead = z.infer<typeof leadShape>;

/** Alarm against NPS, in days (methods 9). Pure. */
export function leadOf({ alarmOn, npsOn, until }: Pick<Replayed, "alarmOn" | "npsOn" | "until">): Lead {
  if (alarmOn === null && npsOn === null) return { kind: "neither" };
  const between = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  if (alarmOn === null) return { kind: "lost", days: between(npsOn ?? until, until), atLeast: true };
  if (npsOn === null) return { kind: "gained", days: between(alarmOn, until), atLeast: true };
  const days = between(alarmOn, npsOn);
  if (days === 0) return { kind: "together" };
  return { kind: days > 0 ? "gained" : "lost", days: Math.abs(days), atLeast: false };
}

export const replayInput = z.object({ from: day, to: day });

/** The latest replay that is done, and whether another is under way. */
export const replayShown = z.object({
  today: day,
  mayAsk: z.boolean(),
  under: z.object({ from: day, to: day, failed: z.boolean() }).nullable(),
  latest: z
    .object({
      from: day,
      to: day,
      at: z.date(),
      result: replayResult.extend({ changes: z.array(replayedShape.extend({ lead: leadShape })) }),
    })
    .nullable(),
  currency: z.string(),
});
