import { describe, expect, it } from "vitest";
import { isPersonIn } from "./person-in-text";

const identities = new Set([
  "email:anna@example.com",
  "phone:+33612345678",
  "phone:0612345678",
  "card:4000123412341234",
]);
const known = {
  references: ["ANNA-7", "K1"],
  attributes: ["Élodie Martin"],
  isIdentity: (kind: string, value: string) => identities.has(`${kind}:${value}`),
};

describe("a person in a text", () => {
  it.each([
    "anna-7",
    "k1",
    "spoken to Anna-7 at noon",
    "write to Anna@Example.com.",
    "<mailto:anna@example.com>",
    "email=ANNA@EXAMPLE.COM;x",
    "call 06 12 34 56 78 on 2024-01-01",
    "2024-01-01 06.12.34.56.78",
    "tel:+33 (0)6 12 34 56 78, thanks",
    "card 4000-1234-1234-1234 is lost",
    "Madame ELODIE MARTIN came",
    "Madame E\u0301lodie Martin came",
    "a long text that was cut in a number 06 12 …",
  ])("%s", (text) => expect(isPersonIn(text, known)).toBe(true));

  it.each([
    "",
    "ANNA-71",
    "XANNA-7",
    "the K1 model",
    "bruno@example.com",
    "anna@example.org",
    "07 12 34 56 78",
    "31/02/2026 24:61",
    "Élodie Durand",
  ])("not in: %s", (text) => expect(isPersonIn(text, known)).toBe(false));
});
