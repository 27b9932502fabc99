import type { Scope } from "../scope";
import { findChange } from "./move-change";
import { note } from "./note";

/** A word under a change, kept as written. */
export async function commentOnChange(scope: Scope, { id, body }: { id: number; body: string }): Promise<void> {
  await findChange(scope, id);
  await note(scope, { changeId: id, kind: "comment", body });
}
