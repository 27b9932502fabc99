import { Invalid } from "../errors";
import type { Scope } from "../scope";
import { type Alert, moveAlert, type Seen } from "./move-alert";

export const closings = ["resolved", "accepted", "false_alarm", "other"] as const;
export type Closing = (typeof closings)[number];

/** Closes with a reason: resolved, known and accepted, false alarm, or other, which takes words. */
export async function closeAlert(
  scope: Scope,
  input: Seen & { as: Closing; reason?: string | undefined },
): Promise<Alert> {
  if (input.as === "other" && !input.reason) throw new Invalid("alerts.reasonMissing", {}, "reason");
  const set = { closedAs: input.as, closedReason: input.reason || null, snoozeUntil: null, snoozeReason: null };
  return moveAlert(scope, input, { act: "close", set, body: input.reason, data: { as: input.as } });
}
