import { rm } from "node:fs/promises";
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

/** Where it is kept what trying an uploaded file said. */
export function trialPath(upload: string): string {
  return `${upload}.trial`;
}

/** Removes an uploaded file and what trying it said. */
export async function removeUpload(upload: string): Promise<void> {
  await Promise.all([rm(upload, { force: true }), rm(trialPath(upload), { force: true })]);
}
