import { z } from "zod";
import { batchKinds, batchStates } from "../ingest/schema";

const day = z.iso.date();

/** What stands behind the address: the n-th row and the field where a fault is in a row. */
export const faultSchema = z.strictObject({
  error: z.strictObject({
    code: z.string().describe("Stays the same between versions and languages."),
    message: z.string().describe("One sentence for people, in the language of Accept-Language (en, fr)."),
    row: z.int().min(1).optional().describe("The row at fault, from 1; lines of NDJSON that are empty do not count."),
    field: z.string().optional(),
    reference: z.string().optional().describe("Under which a failure of ours stands in the log."),
  }),
});
export type Fault = z.output<typeof faultSchema>;

export const takenSchema = z.strictObject({
  import: z.int().min(1).describe("The import that brings these rows in; a burst of requests shares one."),
  rows: z.int().min(0),
  file: z.string().describe("What this request is called where the import refuses a row of it."),
  status: z.string().describe("Where the import can be watched."),
});
export type Taken = z.output<typeof takenSchema>;

export const importSchema = z.strictObject({
  import: z.int().min(1),
  source: z.string(),
  kind: z.enum(batchKinds),
  state: z.enum(batchStates),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  first_day: day.nullable(),
  last_day: day.nullable(),
  complete_through: day.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  report: z.record(z.string(), z.unknown()).describe("What the import did: rows, kept, refused, inserted, corrected."),
  rejects: z
    .array(
      z.strictObject({
        file: z.string(),
        row: z.int().min(0).describe("From 1; 0 where the whole file is meant."),
        field: z.string(),
        value: z.string(),
        code: z.string(),
        message: z.string(),
      }),
    )
    .describe("The first refused rows, at most 100."),
});
export type ImportAnswer = z.output<typeof importSchema>;

export const requestQuery = z.strictObject({
  source: z.string().trim().min(1).max(100).optional().describe("The system the rows come from; made if it is new."),
  complete_through: day.optional().describe("The last day of which no row is missing."),
});

/** What a JSON body may be besides the plain array of rows. */
export const bodyFrame = z.strictObject({
  source: requestQuery.shape.source,
  complete_through: requestQuery.shape.complete_through,
  rows: z.array(z.unknown()),
});
