import type { Scope } from "../scope";
import { type Alert, moveAlert, type Seen } from "./move-alert";

/** Something is being done about it; `body` says what. Whoever does it has it. */
export async function actOnAlert(scope: Scope, input: Seen & { body?: string | undefined }): Promise<Alert> {
  const set = scope.actor.kind === "member" ? { ownerId: scope.actor.userId } : {};
  return moveAlert(scope, input, { act: "act", set, body: input.body });
}
