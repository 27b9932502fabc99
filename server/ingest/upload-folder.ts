import path from "node:path";
import { env } from "../env";

/** Where the uploaded files of all workspaces lie. */
export function uploadsFolder(): string {
  return path.join(env().stateFolder, "uploads");
}

/** Where an uploaded file lies until it is imported; `token` is a UUID of ours, never a name that somebody sent. */
export function uploadPath(workspaceId: number, token: string): string {
  return path.join(uploadsFolder(), String(workspaceId), token);
}
