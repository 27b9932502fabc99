import { Invalid } from "../errors";
import type { Scope } from "../scope";
import { findChange, moveChange } from "./move-change";

/** A draft becomes a plan: on its day it goes live. */
export async function planChange(scope: Scope, { id }: { id: number }): Promise<void> {
  const found = await findChange(scope, id);
  if (found.state === "draft" && !found.startPlanned) throw new Invalid("changes.startMissing", {}, "start");
  await moveChange(scope, id, "plan");
}
