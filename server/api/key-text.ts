import { createHash, randomBytes } from "node:crypto";

/** `tk_<prefix>_<secret>`: 8 hexadecimal digits that tell keys apart, 192 random bits. */
const form = /^tk_[0-9a-f]{8}_[A-Za-z0-9_-]{32}$/;

export interface NewKey {
  /** What is handed over once. */
  text: string;
  prefix: string;
  hash: string;
}

export function newKey(random: (bytes: number) => Buffer = randomBytes): NewKey {
  const prefix = `tk_${random(4).toString("hex")}`;
  const text = `${prefix}_${random(24).toString("base64url")}`;
  return { text, prefix, hash: keyHash(text) };
}

/** SHA-256, all that is kept of a key: its bits are random, so a slow hash would protect nothing more. */
export function keyHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The hash of the key in an `Authorization` header; null where there is none, or something else. */
export function bearerHash(authorization: string | null): string | null {
  const [, text = ""] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  return form.test(text) ? keyHash(text) : null;
}
