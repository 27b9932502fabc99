import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { bearerHash } from "./key-text";
import { rates } from "./limits";
import { Refusal } from "./refusal";

export interface AdmittedKey {
  workspaceId: number;
  keyId: number;
  name: string;
  scopes: string[];
}

const admitted = z.object({
  wait_until: z.coerce.date().nullable(),
  workspace_id: z.number().nullable(),
  key_id: z.coerce.number().nullable(),
  key_name: z.string().nullable(),
  scopes: z.array(z.string()).nullable(),
});

/** The key of a request. Throws Refusal: none that counts (401), or too many requests of the key or the address (429). */
export async function admit(
  db: Database,
  asked: { authorization: string | null; address: string; now: Date },
): Promise<AdmittedKey> {
  const hash = bearerHash(asked.authorization) ?? "";
  const address = `address:${createHash("sha256").update(asked.address).digest("base64url")}`;
  const [row] = await db.execute(
    sql`select * from api_admit(${hash}, ${address}, ${rates.perKey}, ${rates.perAddress}, ${asked.now.toISOString()})`,
  );
  const {
    wait_until: waitUntil,
    workspace_id: workspaceId,
    key_id: keyId,
    key_name: name,
    scopes,
  } = admitted.parse(row);
  if (waitUntil) {
    const seconds = Math.max(1, Math.ceil((waitUntil.getTime() - asked.now.getTime()) / 1000));
    throw new Refusal("rate", { seconds }, {}, { "retry-after": String(seconds) });
  }
  if (workspaceId === null || keyId === null || name === null || scopes === null) {
    throw new Refusal("noKey", {}, {}, { "www-authenticate": 'Bearer realm="Triptych"' });
  }
  return { workspaceId, keyId, name, scopes };
}
