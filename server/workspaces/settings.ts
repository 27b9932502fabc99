import { z } from "zod";
import type { Workspace } from "../scope";

/**
 * What docs/methods calls "a setting", with its default. Read from `workspace.settings`; an unknown key is left alone,
 * a missing one takes the default.
 */
export const settingsShape = z.object({
  /** Longest due time, days (methods 1). */
  dueCap: z.number().int().min(30).max(1_095).default(365),
  /** Occasions in the scope, in the look-back, that make someone concerned (methods 2). */
  minOccasions: z.number().int().min(1).max(20).default(1),
  /** Customers less likely than this to be still there are counted apart (methods 2). */
  minAlive: z.number().min(0).max(1).default(0.3),
  /** Days of a round, at least (methods 3). */
  roundDays: z.number().int().min(7).max(182).default(28),
  /** Twins per concerned customer, at most (methods 2). */
  maxTwins: z.number().int().min(1).max(10).default(5),
  /** "They follow" from this lower limit of the band on (methods 4). */
  followFrom: z.number().min(0.5).max(1).default(0.9),
  /** Lines expected on a store's day from which none at all is a gap (D9); lower for small stores. */
  minExpectedLines: z.number().min(1).max(1_000).default(10),
  lostIndex: z.number().positive().default(4),
  lostAlive: z.number().min(0).max(1).default(0.2),
  lapsingIndex: z.number().positive().default(1),
  firstTimeDays: z.number().int().positive().default(90),
  secondTimeDays: z.number().int().positive().default(180),
  compulsiveGap: z.number().positive().default(14),
  /** Two customers with the same verified e-mail address are joined without asking (D5). */
  joinSameVerifiedEmail: z.boolean().default(false),
  loyalTenure: z.number().int().positive().default(730),
  /** Whoever is first seen in this many first days of the data may have bought before: scored, not fitted (methods 1). 0: all are new. */
  truncatedDays: z.number().int().min(0).max(365).default(90),
});

export type Settings = z.output<typeof settingsShape>;

/** The workspace's settings, parsed. Throws on a value outside its range: settings are checked when they are saved. */
export function settingsOf(workspace: Pick<Workspace, "settings">): Settings {
  return settingsShape.parse(workspace.settings);
}
