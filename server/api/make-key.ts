import { apiKey } from "@/db/schema";
import { record } from "../audit/record";
import type { KeyScope } from "../auth/permissions";
import type { Scope } from "../scope";
import { newKey } from "./key-text";

/** Makes a key for a machine. The answer holds it for the only time. */
export async function makeKey(
  scope: Scope,
  wish: { name: string; scopes: KeyScope[] },
): Promise<{ id: number; key: string }> {
  const { text, prefix, hash } = newKey();
  const scopes = [...new Set(wish.scopes)];
  const [made] = await scope.db
    .insert(apiKey)
    .values({
      ...{ workspaceId: scope.workspaceId, name: wish.name, prefix, hash, scopes },
      createdBy: scope.actor.kind === "member" ? scope.actor.userId : null,
      createdAt: scope.now,
    })
    .returning({ id: apiKey.id });
  if (!made) throw new Error("api_key was not written");
  await record(scope, {
    action: "key.made",
    subject: `api_key:${made.id}`,
    after: { name: wish.name, prefix, scopes },
  });
  return { id: made.id, key: text };
}
