import type { Scope } from "../scope";
import { type Alert, moveAlert, type Seen } from "./move-alert";

/** What could be done is done: now see whether they come back. */
export async function watchAlert(scope: Scope, input: Seen & { body?: string | undefined }): Promise<Alert> {
  return moveAlert(scope, input, { act: "watch", set: {}, body: input.body });
}
