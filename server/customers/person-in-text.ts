import type { IdentityKind } from "@/db/schema";
import { identityValue } from "../ingest/identity-value";

export interface KnownOfPerson {
  /** What sources call them. */
  references: readonly string[];
  /** What is written of nobody else. */
  attributes: readonly string[];
  /** Whether it is an identity of theirs; the value is in the one spelling of identities. */
  isIdentity(kind: IdentityKind, value: string): boolean;
}

const shortestReference = 3;
const shortestAttribute = 4;
const email = /[^\s@<>"'(),;:|[\]{}=/]+@[^\s@<>"'(),;:|[\]{}=/]+/gu;
const number = /[+\d(][\d\s().\-/\u2010-\u2015]*\d/gu;
const cutNumber = /(?:\d[\s().\-/\u2010-\u2015]*){4,}…$/u;
const digits = { least: 6, most: 20 };

/** Whether a text is, or holds, something by which this person is known: letter case and accents aside. */
export function isPersonIn(text: string, known: KnownOfPerson): boolean {
  return (
    isKnownAs(text, known) ||
    holdsWord(plain(text), known) ||
    emailsIn(text).some((one) => isTold("email", one, known)) ||
    numbersIn(text).some((one) => isTold("phone", one, known) || isTold("card", one, known)) ||
    cutNumber.test(text)
  );
}

function isKnownAs(text: string, known: KnownOfPerson): boolean {
  const whole = plain(text.trim());
  return (
    [...known.references, ...known.attributes].some((word) => plain(word) === whole) ||
    (["reference", "card", "email", "phone", "web"] as const).some((kind) => isTold(kind, text, known))
  );
}

function isTold(kind: IdentityKind, text: string, known: KnownOfPerson): boolean {
  const told = identityValue(kind, text);
  return told !== null && told !== "" && known.isIdentity(kind, told);
}

function holdsWord(text: string, { references, attributes }: KnownOfPerson): boolean {
  return (
    references.some((word) => word.length >= shortestReference && standsIn(text, plain(word))) ||
    attributes.some((word) => word.length >= shortestAttribute && text.includes(plain(word)))
  );
}

/** As a word of its own: C12 does not stand in C123. */
function standsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text[at - 1] ?? "", text[at + word.length] ?? ""];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

function emailsIn(text: string): string[] {
  return (text.match(email) ?? []).map((one) => one.replace(/[.!?…]+$/u, ""));
}

/** Every run of groups of digits that may be a number by itself: a date beside a telephone number is not part of it. */
function numbersIn(text: string): string[] {
  return (text.match(number) ?? []).flatMap((run) => {
    const groups = [...run.matchAll(/[+(]*\d+/g)].map((group) => ({
      at: group.index,
      end: group.index + group[0].length,
    }));
    return groups.flatMap(({ at }, first) =>
      groups
        .slice(first)
        .map(({ end }) => run.slice(at, end))
        .filter((one) => {
          const n = one.replace(/\D/g, "").length;
          return n >= digits.least && n <= digits.most;
        }),
    );
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
