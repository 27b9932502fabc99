import { z } from "zod";
import { id } from "../trpc/id";

export const batchKinds = ["purchases", "survey_responses", "interactions"] as const;
export const batchStates = ["uploaded", "queued", "reading", "merging", "done", "failed"] as const;
const day = z.iso.date();

/** What a file can tell, in the words that are also the column names of our own format (docs/data-formats.md). */
export const purchaseFields = [
  "receipt",
  "line",
  "at",
  "date",
  "time",
  "store",
  "store_name",
  "customer",
  "product",
  "product_name",
  "category",
  "quantity",
  "amount",
  "unit_price",
  "channel",
  "fulfilment",
  "kind",
  "currency",
] as const;
export const responseFields = ["response", "customer", "at", "date", "time", "score", "comment", "store"] as const;
export const interactionFields = [
  "interaction",
  "customer",
  "at",
  "date",
  "time",
  "kind",
  "direction",
  "mode",
  "channel",
  "store",
  "product",
  "resolved_first",
  "transferred",
  "text",
] as const;

export const batchInput = z.object({ id: id("import_batch") });

/** A file that the upload route has written down under `token`. */
export const uploadInput = z.object({
  token: z.uuid(),
  name: z.string().trim().min(1).max(200),
  bytes: z.number().int().positive(),
  source: z.string().trim().max(100),
  kind: z.enum(batchKinds),
});

/** What the mapping form says; columns by field, the rest as the mapping has it. */
export const mappingInput = batchInput.extend({
  mapping: z.record(z.string(), z.unknown()),
  completeThrough: day.optional(),
});

const shownBatch = z.object({
  id: z.number(),
  source: z.string(),
  kind: z.enum(batchKinds),
  state: z.enum(batchStates),
  files: z.array(z.string()),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
  doneBytes: z.number(),
  totalBytes: z.number(),
  firstDay: day.nullable(),
  lastDay: day.nullable(),
  completeThrough: day.nullable(),
  error: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  report: z.record(z.string(), z.unknown()),
});
export type ShownBatch = z.output<typeof shownBatch>;

export const shownReject = z.object({
  file: z.string(),
  line: z.number(),
  column: z.string(),
  value: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ShownReject = z.output<typeof shownReject>;

export const listOutput = z.object({
  sources: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      completeThrough: day.nullable(),
      stores: z.number(),
      imports: z.number(),
    }),
  ),
  batches: z.array(shownBatch),
});

export const oneOutput = z.object({
  batch: shownBatch,
  currency: z.string(),
  step: z.string().nullable(),
  rejects: z.array(shownReject),
});

export const mappingOutput = z.object({
  batch: shownBatch,
  currency: z.string(),
  header: z.array(z.string()),
  mapping: z.record(z.string(), z.unknown()),
  /** What the first rows would become, or why the file cannot be read with this mapping. */
  dryRun: z.union([
    z.object({
      fault: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
    }),
    z.object({
      kept: z.number(),
      refused: z.number(),
      sum: z.string(),
      refunds: z.number(),
      rows: z.array(z.record(z.string(), z.string())),
      rejects: z.array(shownReject),
    }),
  ]),
});
export type MappingPage = z.output<typeof mappingOutput>;
