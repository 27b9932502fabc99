import { Invalid } from "../errors";
import type { Scope } from "../scope";
import { presentDay } from "./days";
import { findChange, moveChange } from "./move-change";

/** The change is over: a mark on its curve, not the end of watching (D14). */
export async function endChange(scope: Scope, { id, on }: { id: number; on?: string }): Promise<void> {
  const found = await findChange(scope, id);
  const day = on ?? presentDay(scope);
  checkEnd(scope, found.startActual, day);
  await moveChange(scope, id, "end", () => ({ endActual: day }));
}

/** @throws Invalid for an end before the start, or one that has not come yet. */
export function checkEnd(scope: Scope, start: string | null, day: string): void {
  if (start && day < start) throw new Invalid("changes.endBeforeStart", { start, end: day }, "on");
  if (day > presentDay(scope)) throw new Invalid("changes.endAhead", { end: day }, "on");
}
