import { z } from "zod";
import type { BatchKind } from "@/db/schema";
import { batchKinds, fieldsOf } from "../ingest/schema";
import { fieldsFor, type ValueKind, withAttributes } from "./row-fields";

export const longest = {
  code: 200,
  text: 1_000,
  long: 20_000,
  number: 40,
  consent: 40,
  moment: 40,
  attribute: 1_000,
} as const;
export const mostAttributes = 40;
export const longestAttributeName = 40;

/** Control characters other than tab and line ends are in no text that people write, and no database keeps NUL. */
const plainText = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^(?:\P{Cc}|[\t\n\r])*$/u);

const values = {
  code: z.union([plainText(longest.code), z.int()]),
  text: z.union([plainText(longest.text), z.number()]),
  long: plainText(longest.long),
  number: z.union([z.number(), plainText(longest.number)]),
  flag: z.union([z.boolean(), z.enum(["yes", "no", "true", "false", ""])]),
  consent: z.union([z.boolean(), plainText(longest.consent)]),
  moment: plainText(longest.moment),
} as const satisfies Record<ValueKind, z.ZodType>;

/** A name that can head a column: no quotation marks, nothing to trim. */
const attributeName = z
  .string()
  .max(longestAttributeName)
  .regex(/^[^\s"\p{Cc}](?:[^"\p{Cc}]*[^\s"\p{Cc}])?$/u);
const attributes = z.record(attributeName, z.union([plainText(longest.attribute), z.number(), z.boolean()]).nullable());

export type RowValue = string | number | boolean | null | undefined;
export interface Row {
  [field: string]: RowValue | Record<string, RowValue>;
  attributes?: Record<string, RowValue> | null;
}

function rowSchema(kind: BatchKind): z.ZodType<Row> {
  const { values: valueKinds, needs } = fieldsFor(kind);
  const needed = new Set(needs.flatMap((group) => (group.length === 1 ? group : [])));
  const shape: Record<string, z.ZodType> = {};
  for (const field of fieldsOf[kind]) {
    const value = values[valueKinds[field] ?? "text"];
    shape[field] = needed.has(field) ? value : value.nullish();
  }
  if (withAttributes.includes(kind)) shape.attributes = attributes.nullish();
  const choices = needs.filter((group) => group.length > 1);
  const schema = z.strictObject(shape) as unknown as z.ZodType<Row>;
  if (choices.length === 0) return schema;
  return schema.meta({ allOf: choices.map((group) => ({ anyOf: group.map((field) => ({ required: [field] })) })) });
}

/** One row of each kind, as a request may hold it. */
export const rowSchemas = Object.fromEntries(batchKinds.map((kind) => [kind, rowSchema(kind)])) as Record<
  BatchKind,
  z.ZodType<Row>
>;
