import { z } from "zod";
import { type Action, permissions } from "../auth/permissions";

/** A procedure as the walk over a router sees it. */
export interface Procedure {
  path: string;
  kind: "query" | "mutation" | "subscription";
  action: Action;
  input: z.ZodType | null;
}

interface Definition {
  type: Procedure["kind"];
  meta?: { action?: unknown };
  inputs: unknown[];
}

/** Every procedure of a router. Throws for one without an action of the permission table, or with an input that is no zod schema. */
export function proceduresOf(router: { _def: { procedures: unknown } }): Procedure[] {
  const found = router._def.procedures as Record<string, { _def: Definition }>;
  return Object.entries(found).map(([path, { _def }]) => {
    const action = _def.meta?.action;
    if (typeof action !== "string" || !(action in permissions)) {
      throw new Error(`${path} names no action of server/auth/permissions.ts: make it with allow("...").`);
    }
    return { path, kind: _def.type, action: action as Action, input: inputOf(path, _def.inputs) };
  });
}

function inputOf(path: string, inputs: unknown[]): z.ZodType | null {
  const [only, ...others] = inputs;
  if (only === undefined) return null;
  if (others.length > 0 || !(only instanceof z.ZodType))
    throw new Error(`${path} takes an input that is not one zod schema.`);
  return only;
}
