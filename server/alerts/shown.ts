import { z } from "zod";
import { historyShown } from "../changes/shown";
import { evidence } from "./evidence";
import { alertActs } from "./life";
import { alertState } from "./schema";

const day = z.iso.date();

const alertShown = z.object({
  id: z.number(),
  changeId: z.number(),
  title: z.string(),
  kind: z.string(),
  moved: z.string(),
  state: alertState,
  ownerId: z.number().nullable(),
  snoozeUntil: day.nullable(),
  snoozeReason: z.string().nullable(),
  raisedOn: day,
  raisedAt: z.date(),
  sinceOn: day.nullable(),
  weakenedOn: day.nullable(),
  closedAs: z.string().nullable(),
  closedReason: z.string().nullable(),
  evidence: z.unknown().pipe(evidence),
});

export const countsShown = z.object({
  new: z.number(),
  taken: z.number(),
  acting: z.number(),
  watching: z.number(),
  closed: z.number(),
  asleep: z.number(),
});

export const inboxShown = z.object({
  alerts: z.array(alertShown.extend({ owner: z.string().nullable() })),
  counts: countsShown,
  today: day,
  currency: z.string(),
});
export type InboxShown = z.output<typeof inboxShown>;

export const alertPage = z.object({
  alert: alertShown,
  owner: z.string().nullable(),
  mine: z.boolean(),
  asleep: z.boolean(),
  acts: z.object({ primary: z.enum(alertActs), others: z.array(z.enum(alertActs)) }).nullable(),
  /** Exposed who are due and did not come; null where they are fewer than the minimum group. */
  silent: z.number().nullable(),
  /** What came in since the alarm moved the evidence of the days up to it. */
  moved: z.boolean(),
  /** Imports that stood when it was raised and were undone since. */
  undone: z.array(z.object({ id: z.number(), source: z.string(), undoneAt: z.date().nullable() })),
  told: historyShown,
  people: z.array(z.object({ userId: z.number(), name: z.string() })),
  assignees: z.array(z.object({ memberId: z.number(), name: z.string() })),
  seesPeople: z.boolean(),
  today: day,
  currency: z.string(),
  /** The zone in which moments are told. */
  tz: z.string(),
  minGroup: z.number(),
});
export type AlertPage = z.output<typeof alertPage>;

export const peopleShown = z.object({
  people: z.array(
    z.object({
      customerId: z.number(),
      reference: z.string().nullable(),
      segment: z.string(),
      lastDay: day,
      occasions: z.number(),
      valueMinor: z.number().nullable(),
      mainStore: z.string().nullable(),
    }),
  ),
  total: z.number(),
  page: z.number(),
  pages: z.number(),
  currency: z.string(),
});

export const openShown = z.array(
  z.object({
    alertId: z.number(),
    changeId: z.number(),
    state: alertState,
    ownerId: z.number().nullable(),
    raisedOn: day,
    weakenedOn: day.nullable(),
    asleep: z.boolean(),
  }),
);
