import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, in letters that an address takes as they are. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a token. It is random and long: no salt, no slow hash needed. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
