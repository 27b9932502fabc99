import type { Scope } from "../scope";
import { moveChange } from "./move-change";
import { follow } from "./record-change";

/** It will not happen, or never did: what was watched of it is closed. */
export async function cancelChange(scope: Scope, { id, reason }: { id: number; reason?: string }): Promise<void> {
  const moved = await moveChange(scope, id, "cancel", () => ({}), reason);
  if (moved.startActual) await follow(scope, id);
}
