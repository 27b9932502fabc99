import { Forbidden } from "../errors";
import type { Scope } from "../scope";
import { type Alert, moveAlert, type Seen } from "./move-alert";

/** "I have it." Two who take it at the same moment: the second is told who was faster. */
export async function takeAlert(scope: Scope, seen: Seen): Promise<Alert> {
  if (scope.actor.kind !== "member") throw new Forbidden("role", { action: "alerts:work" });
  const { userId } = scope.actor;
  return moveAlert(scope, seen, { act: "take", set: { ownerId: userId }, data: { ownerId: userId } });
}
