import type { Scope } from "../scope";
import { type Alert, moveAlert, type Seen } from "./move-alert";

export async function wakeAlert(scope: Scope, seen: Seen): Promise<Alert> {
  return moveAlert(scope, seen, { act: "wake", set: { snoozeUntil: null, snoozeReason: null } });
}
