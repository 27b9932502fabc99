import { createHmac, hash } from "node:crypto";
import type { IdentityKind } from "@/db/schema";

const separator = "\u001f";
const maxCached = 100_000;

/** 16 bytes of SHA-256 over the parts, in hexadecimal (D4). */
export function contentKey(parts: string): string {
  return hash("sha256", parts, "hex").slice(0, 32);
}

/** The first 8 bytes of SHA-256 over source, receipt and store, as a signed integer. */
export function receiptKey(source: string, receipt: string, store: string): string {
  const hex = hash("sha256", `${source}${separator}${receipt}${separator}${store}`, "hex").slice(0, 16);
  return BigInt.asIntN(64, BigInt(`0x${hex}`)).toString();
}

/** Keyed hashes of what customers are known by: equal within a workspace and kind, meaningless outside it. */
export class IdentityHashes {
  private cache = new Map<string, string>();
  private readonly key: Uint8Array;

  constructor(workspaceKey: Uint8Array, kind: IdentityKind = "reference") {
    this.key = kind === "reference" ? workspaceKey : createHmac("sha256", workspaceKey).update(kind).digest();
  }

  /** 16 bytes in hexadecimal. */
  of(value: string): string {
    const known = this.cache.get(value);
    if (known !== undefined) return known;
    const made = createHmac("sha256", this.key).update(value.normalize("NFC")).digest("hex").slice(0, 32);
    if (this.cache.size >= maxCached) this.cache = new Map();
    this.cache.set(ownCopy(value), made);
    return made;
  }
}

/** A copy that does not keep alive the piece of file it was cut from. */
export function ownCopy(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
