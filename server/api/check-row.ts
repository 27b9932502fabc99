import type { z } from "zod";
import type { BatchKind } from "@/db/schema";
import { Refusal, shownValue } from "./refusal";
import { fieldsFor } from "./row-fields";
import { longestAttributeName, type Row, rowSchemas } from "./row-schema";

/** Checks the n-th row of a request (from 1) against its kind. Throws Refusal with the first thing that is wrong. */
export function checkRow(kind: BatchKind, value: unknown, row: number): Row {
  const parsed = rowSchemas[kind].safeParse(value);
  if (!parsed.success) throw fault(kind, value, row, parsed.error);
  for (const group of fieldsFor(kind).needs) {
    if (!group.some((field) => isSaid(parsed.data[field]))) {
      throw new Refusal("missing", { row, field: group.join(" / ") }, { row, field: group[0] ?? "" });
    }
  }
  return parsed.data;
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function fault(kind: BatchKind, value: unknown, row: number, error: z.ZodError): Refusal {
  const [issue] = error.issues;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Refusal("notObject", { row, value: shownValue(value) }, { row });
  }
  if (!issue || issue.code === "unrecognized_keys") return unknownField(kind, row, issue?.keys[0] ?? "");
  const [first = "", second] = issue.path.map(String);
  const held = (value as Record<string, unknown>)[first];
  if (held === undefined) return new Refusal("missing", { row, field: first }, { row, field: first });
  if (first === "attributes" && second !== undefined) return attributeFault(row, held, second, issue.code);
  const expected = first === "attributes" ? "attributes" : (fieldsFor(kind).values[first] ?? "text");
  return new Refusal("value", { row, field: first, value: shownValue(held), expected }, { row, field: first });
}

function attributeFault(row: number, held: unknown, name: string, code: string): Refusal {
  const field = `attributes.${name.slice(0, 80)}`;
  if (code === "invalid_key") {
    return new Refusal("attributeName", { row, name: shownValue(name), max: longestAttributeName }, { row, field });
  }
  const value = shownValue((held as Record<string, unknown>)[name]);
  return new Refusal("value", { row, field, value, expected: "attribute" }, { row, field });
}

function unknownField(kind: BatchKind, row: number, name: string): Refusal {
  const known = Object.keys(fieldsFor(kind).values).join(", ");
  return new Refusal("unknownField", { row, field: name.slice(0, 80), kind, known }, { row, field: name.slice(0, 80) });
}
