import { Invalid } from "../errors";
import type { Scope } from "../scope";
import { type Alert, moveAlert, type Seen } from "./move-alert";

/** The longest an alert may sleep, days. */
export const longestSnooze = 90;

/** Lets an open alert sleep until a day, for a reason. It keeps its state. */
export async function snoozeAlert(scope: Scope, input: Seen & { until: string; reason: string }): Promise<Alert> {
  const { until, reason } = input;
  const days = (Date.parse(until) - Date.parse(scope.today)) / 86_400_000;
  if (days < 2) throw new Invalid("alerts.snoozePast", { until }, "until");
  if (days > longestSnooze + 1) throw new Invalid("alerts.snoozeLong", { days: longestSnooze }, "until");
  return moveAlert(scope, input, {
    act: "snooze",
    set: { snoozeUntil: until, snoozeReason: reason },
    body: reason,
    data: { until },
  });
}

/** Whether the alert sleeps: its end date has not come. */
export function isAsleep(of: Pick<Alert, "snoozeUntil" | "state">, today: string): boolean {
  return of.state !== "closed" && of.snoozeUntil !== null && of.snoozeUntil > today;
}
