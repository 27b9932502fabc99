import { describe, expect, it } from "vitest";
import { messages } from "../i18n/messages";
import { rejectSentence } from "./reject-sentence";
import type { RejectCode } from "./rejects";

const told = (code: RejectCode, column: string, value: string, params: Record<string, string> = {}) =>
  ({ file: "people.csv", line: 7, column, value, code, params }) as const;

describe("why a row about people was refused, and what to do", () => {
  it.each([
    [told("email", "mail", "anne at home"), 'mail is "anne at home", which is not an e-mail address.'],
    [told("phone", "phone", "call me"), 'phone is "call me", which is not a phone number. Use digits'],
    [told("consent", "consent_sms", "maybe"), 'consent_sms is "maybe". Use given, refused or opposed.'],
    [told("degree", "attention", "5"), 'attention is "5", which is not a whole number from 0 to 4.'],
    [told("nobody", "customer", "", { known: "customer, card" }), "names nobody. Fill in one of: customer, card."],
    [told("saysNothing", "persona", ""), "the row names no persona, no answer and no words."],
    [told("suppressed", "email", ""), "email names somebody whose data were erased or who asked not to be known here."],
  ])("%o", (reject, sentence) => {
    expect(rejectSentence(reject, "en")).toContain(`people.csv, line 7: `);
    expect(rejectSentence(reject, "en")).toContain(sentence);
    expect(rejectSentence(reject, "fr")).toMatch(/^people\.csv, ligne 7 : .+\.$/);
    expect(rejectSentence(reject, "fr")).not.toBe(rejectSentence(reject, "en"));
  });
  it("who is suppressed is never named, whatever the row said", () => {
    for (const locale of ["en", "fr"] as const)
      expect(messages[locale].ingest.rejects.suppressed).not.toContain("{value}");
  });
});
