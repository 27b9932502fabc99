import type { Scope } from "../scope";
import { type Alert, moveAlert, type Seen } from "./move-alert";

/** It was closed too early: back to those who wait, for anybody to take. */
export async function reopenAlert(scope: Scope, seen: Seen): Promise<Alert> {
  return moveAlert(scope, seen, { act: "reopen", set: { closedAs: null, closedReason: null, ownerId: null } });
}
