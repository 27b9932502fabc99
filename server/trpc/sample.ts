import { z } from "zod";
import type { Entity } from "./id";

/** An id parameter inside an input: where it stands, and whose id it is. */
export interface IdPlace {
  path: (string | number)[];
  entity: Entity;
}

type IdOf = (place: IdPlace) => number | Promise<number>;

interface Node {
  type?: string;
  entity?: Entity;
  examples?: unknown[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: Node[];
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  format?: string;
}

const formats: Record<string, string> = {
  date: "2026-12-01",
  "date-time": "2026-12-01T10:00:00Z",
  email: "sample@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/**
 * Makes an input for a procedure out of its own schema, for the walk over the router: every id parameter is filled by
 * `idOf`, what is optional and holds none is left out. A schema that cannot be guessed gives `examples` in its meta.
 */
export async function sampleOf(schema: z.ZodType, idOf: IdOf): Promise<{ input: unknown; ids: IdPlace[] }> {
  const node = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;
  const ids: IdPlace[] = [];
  const input = await fill(node, [], { ids, idOf });
  return { input, ids };
}

interface Walk {
  ids: IdPlace[];
  idOf: IdOf;
}

async function fill(node: Node, path: IdPlace["path"], walk: Walk): Promise<unknown> {
  if (node.entity) {
    const place = { path, entity: node.entity };
    walk.ids.push(place);
    return walk.idOf(place);
  }
  const alternatives = node.anyOf ?? node.oneOf;
  if (alternatives) return fill(alternatives.find(holdsId) ?? alternatives[0] ?? {}, path, walk);
  if (node.type === "object") return fillObject(node, path, walk);
  if (node.type === "array") return fillArray(node, path, walk);
  return plain(node);
}

async function fillObject(node: Node, path: IdPlace["path"], walk: Walk): Promise<Record<string, unknown>> {
  const made: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(node.properties ?? {})) {
    if (node.required?.includes(name) || holdsId(inner)) made[name] = await fill(inner, [...path, name], walk);
  }
  return made;
}

async function fillArray(node: Node, path: IdPlace["path"], walk: Walk): Promise<unknown[]> {
  const count = Math.max(node.minItems ?? 0, node.items && holdsId(node.items) ? 1 : 0);
  const made: unknown[] = [];
  for (let place = 0; place < count; place++) made.push(await fill(node.items ?? {}, [...path, place], walk));
  return made;
}

function plain(node: Node): unknown {
  if (node.examples?.length) return node.examples[0];
  if (node.const !== undefined) return node.const;
  if (node.enum) return node.enum[0];
  if (node.default !== undefined) return node.default;
  if (node.type === "string") return formats[node.format ?? ""] ?? "sample".padEnd(node.minLength ?? 0, "s");
  if (node.type === "integer" || node.type === "number") return node.minimum ?? (node.exclusiveMinimum ?? 0) + 1;
  if (node.type === "boolean") return true;
  return null;
}

function holdsId(node: Node): boolean {
  if (node.entity) return true;
  const inner = [...(node.anyOf ?? node.oneOf ?? []), ...Object.values(node.properties ?? {}), node.items];
  return inner.some((one) => one !== undefined && holdsId(one));
}

/** A copy of an input with another value at one place. */
export function withValue(input: unknown, path: IdPlace["path"], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(input)) return input.map((one, place) => (place === step ? withValue(one, rest, value) : one));
  const fields = input as Record<string, unknown>;
  return { ...fields, [step]: withValue(fields[step], rest, value) };
}
