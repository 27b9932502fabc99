import { createHash } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { apiRequest } from "@/db/schema";
import type { Scope } from "../scope";
import { repeatHours } from "./limits";
import { Refusal } from "./refusal";
import { type Taken, takenSchema } from "./wire-schema";

export interface Repeatable {
  keyId: number;
  /** The header `Idempotency-Key`. */
  token: string;
  /** SHA-256 of the address and the body. */
  fingerprint: string;
}

/**
 * Does `work` once for a key and its `Idempotency-Key`, in the transaction that remembers the answer; asked again within
 * 24 hours, the same answer comes back and nothing is done. Throws Refusal where the header came with another request.
 */
export async function answerOnce(
  scope: Scope,
  { keyId, token, fingerprint }: Repeatable,
  work: () => Promise<Taken>,
): Promise<{ answer: Taken; isRepeated: boolean }> {
  const { db, workspaceId, now } = scope;
  const hash = createHash("sha256").update(token).digest("hex");
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${workspaceId}:${keyId}:${hash}`}, 7041969))`);
  const since = new Date(now.getTime() - repeatHours * 3_600_000);
  await db.delete(apiRequest).where(and(eq(apiRequest.workspaceId, workspaceId), lt(apiRequest.at, since)));
  const [known] = await db
    .select()
    .from(apiRequest)
    .where(and(eq(apiRequest.workspaceId, workspaceId), eq(apiRequest.keyId, keyId), eq(apiRequest.token, hash)));
  if (known && known.fingerprint !== fingerprint) throw new Refusal("repeatedOtherwise");
  if (known) return { answer: takenSchema.parse(known.answer), isRepeated: true };
  const answer = await work();
  await db.insert(apiRequest).values({ workspaceId, keyId, token: hash, fingerprint, answer: { ...answer }, at: now });
  return { answer, isRepeated: false };
}
