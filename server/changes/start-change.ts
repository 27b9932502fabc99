import { Conflict, Invalid } from "../errors";
import type { Scope } from "../scope";
import { presentDay } from "./days";
import { findChange, moveChange } from "./move-change";
import { follow } from "./record-change";

/**
 * Someone says that the change has started: on `on`, or on its planned day if that has come, else today. A live change
 * that began by itself is confirmed; its day is corrected by an edit with a reason, not here.
 */
export async function startChange(scope: Scope, { id, on }: { id: number; on?: string }): Promise<void> {
  const found = await findChange(scope, id);
  if (found.state === "live") {
    if (found.startConfirmed) throw new Conflict("changes.state", { act: "confirm", state: "live" });
    await moveChange(scope, id, "confirm", () => ({ startConfirmed: true }));
    return;
  }
  const present = presentDay(scope);
  if (on && on > present) throw new Invalid("changes.startAhead", { start: on }, "on");
  const planned = found.startPlanned;
  const day = on ?? (planned && planned <= present ? planned : present);
  await moveChange(scope, id, "start", () => ({ startActual: day, startConfirmed: true }));
  if (day <= scope.today) await follow(scope, id);
}
