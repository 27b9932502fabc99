import { describe, expect, it } from "vitest";
import { messages } from "./messages";

/** Words of hunting and of war have no place in the house. */
const hunting = {
  en: /\b(target\w*|captur\w+|blast\w*|hunt\w*|prey\w*|conquer\w*|conquest\w*|trap(s|ped|ping)?|bait\w*|shoot\w*|kill\w*|weapon\w*)\b/gi,
  fr: /(?<![\wÀ-ÿ])(cibl\w+|captur\w+|capti(f|ve)s?|chass\w+|proies?|conqu[eêéiî]\w*|piég\w+|pièges?|appâts?|abattre|tuer|armes?)(?![\wÀ-ÿ])/gi,
};

function sentences(value: unknown): string[] {
  return typeof value === "string" ? [value] : Object.values(value as Record<string, unknown>).flatMap(sentences);
}

describe("what the interface says", () => {
  for (const locale of ["en", "fr"] as const) {
    it(`has no word of hunting in ${locale}`, () => {
      const found = sentences(messages[locale]).filter((one) => one.match(hunting[locale]));
      expect(found).toEqual([]);
    });
  }
  it("and would be caught if it had", () => {
    expect("Our target customers".match(hunting.en)).toEqual(["target"]);
    expect("Cibler les clients conquis, la conquête".match(hunting.fr)).toEqual(["Cibler", "conquis", "conquête"]);
  });
});
