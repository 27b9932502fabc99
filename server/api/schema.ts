import { z } from "zod";
import { keyScopes } from "../auth/permissions";
import { id } from "../trpc/id";

export const makeKeyInput = z.object({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(z.enum(keyScopes)).min(1, "api.noScope").max(keyScopes.length),
});
export const makeKeyOutput = z.object({
  id: z.number(),
  /** The key itself: shown once, not kept. */
  key: z.string(),
});
export const revokeKeyInput = z.object({ keyId: id("api_key") });
export const keysOutput = z.array(
  z.object({
    id: z.number(),
    name: z.string(),
    /** The first characters of the key. */
    prefix: z.string(),
    scopes: z.array(z.enum(keyScopes)),
    /** Who made it, and whether they are no member any more; null for a command's. */
    by: z.object({ name: z.string(), hasLeft: z.boolean() }).nullable(),
    createdAt: z.date(),
    lastUsedAt: z.date().nullable(),
    revokedAt: z.date().nullable(),
  }),
);
