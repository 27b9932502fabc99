import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Installation } from "../../db/installation";
import { Refusal } from "./refusal";

/**
 * The secret that signs sessions: AUTH_SECRET or, where Triptych brings its own database or runs nothing but the demo,
 * one made once and kept in the state folder (mode 600). Refuses where other people's data stand behind it.
 */
export function authSecret(
  given: string | undefined,
  about: { stateFolder: string; embedded: boolean; installation: Installation },
): string {
  if (given) return given;
  if (!about.embedded && about.installation.ownWorkspaces > 0) {
    throw new Refusal(
      "AUTH_SECRET is not set and this database holds more than the demo: set it to a long random text that stays the same (openssl rand -base64 33), then start again.",
    );
  }
  const file = path.join(about.stateFolder, "auth-secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(33).toString("base64"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}
