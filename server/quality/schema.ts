import { z } from "zod";
import { id } from "../trpc/id";

const day = z.iso.date();
const count = z.object({ all: z.number(), unrecognised: z.number(), unknown: z.number() });

export const alertInput = z.object({ id: id("data_alert") });
export const pageInput = z.object({ page: z.number().int().min(1).max(10_000).default(1) });

export const kinds = ["late_source", "missing_store", "jump", "identification", "refused_rows"] as const;

export const freshnessOutput = z.array(z.object({ source: z.string(), through: day }));

const alertShown = z.object({
  id: z.number(),
  kind: z.enum(kinds),
  source: z.string().nullable(),
  store: z.string().nullable(),
  since: day,
  evidence: z.record(z.string(), z.number().nullable()),
  raisedAt: z.date(),
  seen: z.boolean(),
});

export const qualityOutput = z.object({
  today: day,
  tz: z.string(),
  alerts: z.array(alertShown),
  sources: z.array(
    z.object({
      sourceId: z.number(),
      name: z.string(),
      deliveries: z.number(),
      through: day.nullable(),
      every: z.number().nullable(),
      agreed: z.boolean(),
      behind: z.number().nullable(),
      late: z.boolean(),
    }),
  ),
  /** The first day of the strips. */
  from: day,
  strips: z.array(
    z.object({
      storeId: z.number(),
      name: z.string(),
      days: z.string(),
      missing: z.number(),
      completeThrough: day.nullable(),
    }),
  ),
  page: z.number(),
  pages: z.number(),
  jumps: z.array(z.object({ store: z.string(), week: day, found: z.number(), usual: z.number() })),
  /** Of the stores of this page, the last 13 weeks; `measured`: a file of customers told who is known. */
  identification: z.object({
    measured: z.boolean(),
    stores: z.array(
      z.object({
        storeId: z.number(),
        name: z.string(),
        lines: count,
        receipts: count,
        revenue: count,
        weeks: z.array(z.object({ week: day, share: z.number().nullable(), unrecognised: z.number().nullable() })),
      }),
    ),
  }),
  refused: z.array(
    z.object({
      sourceId: z.number(),
      source: z.string(),
      code: z.string(),
      weeks: z.array(z.number()),
      rows: z.number(),
      example: z
        .object({
          file: z.string(),
          line: z.number(),
          column: z.string(),
          value: z.string(),
          code: z.string(),
          params: z.record(z.string(), z.union([z.string(), z.number()])),
        })
        .nullable(),
    }),
  ),
});
export type Quality = z.output<typeof qualityOutput>;
