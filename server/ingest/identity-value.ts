import type { IdentityKind } from "@/db/schema";

/** Kinds whose value is the same whichever source names it; references, cards and web ids are a source's own. */
export const sameEverywhere: ReadonlySet<IdentityKind> = new Set(["email", "phone"]);

const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;
const minPhoneDigits = 6;

/**
 * One spelling for all that mean the same: e-mail in lower case, a phone number's digits with a leading + where the
 * country is told (00 is +, a "(0)" after it falls away), a card without spaces and dashes in capitals. A source's own
 * reference and a web id stay as they are. Null for what is no e-mail address, or no phone number.
 */
export function identityValue(kind: IdentityKind, text: string): string | null {
  const told = text.trim();
  if (kind === "email") {
    const email = told.normalize("NFC").toLowerCase();
    return emailShape.test(email) ? email : null;
  }
  if (kind === "phone") return phone(told);
  if (kind === "card") return told.replace(/[\s\p{Pd}]/gu, "").toUpperCase() || null;
  return told;
}

function phone(text: string): string | null {
  if (/[^\d\s+().\-/\u2010-\u2015]/.test(text)) return null;
  const abroad = /^\s*(\+|00)/.test(text);
  const plain = abroad ? text.replace(/\(0\)/, "") : text;
  const digits = plain.replace(/\D/g, "");
  if (digits.length < minPhoneDigits) return null;
  return abroad ? `+${digits.replace(/^00/, "")}` : digits;
}
