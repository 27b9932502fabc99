import { z } from "zod";
import { id } from "../trpc/id";
import { closings } from "./close-alert";

const states = ["new", "taken", "acting", "watching", "closed"] as const;
export const alertState = z.enum(states);
export const views = [...states, "asleep"] as const;

const words = (max: number) => z.string().trim().max(max);
export const alertId = z.object({ id: id("alert") });
/** The alert as the person saw it. */
export const seen = alertId.extend({ state: alertState });
export const seenWithWords = seen.extend({ body: words(2000).optional() });
export const assignInput = seen.extend({ memberId: id("member") });
export const snoozeInput = seen.extend({ until: z.iso.date(), reason: words(400).min(1) });
export const closeInput = seen.extend({ as: z.enum(closings), reason: words(2000).optional() });
export const commentInput = alertId.extend({ body: words(2000).min(1) });
export const inboxInput = z.object({ view: z.enum(views) });
export const peopleInput = alertId.extend({ page: z.number().int().min(1).max(10_000).default(1) });
