import { describe, expect, it } from "vitest";
import { isBoundedPattern } from "./bounded-pattern";
import { parseMapping } from "./open-batch";

describe("isBoundedPattern", () => {
  it.each(["^gift_", "^(gift_|DCGS)", "^[A-Z]{2}\\d+$", "(?:POST|M)$", "[(+*?]{2}", "a\\(b\\)+"])(
    "takes %s",
    (pattern) => {
      expect(isBoundedPattern(pattern)).toBe(true);
    },
  );

  it.each([
    ["nothing", ""],
    ["no expression", "("],
    ["repeated groups", "^(a+)+$"],
    ["repeated choices", "^(a|a)*$"],
    ["groups that may be there", "(a|aa)?(a|aa)?(a|aa)?b"],
    ["choices after choices", "(a|aa)(a|aa)(a|aa)b"],
    ["many repetitions", "a*a*a*a*b"],
    ["many times once or not", `${"a?".repeat(30)}${"a".repeat(30)}`],
    ["references back", "(a*)\\1b"],
    ["long ones", "a".repeat(201)],
  ])("refuses %s", (_, pattern) => {
    expect(isBoundedPattern(pattern)).toBe(false);
  });

  it("is what a mapping is held to", () => {
    const wish = { notMerchandise: { pattern: "^(a+)+$" } };
    expect(() => parseMapping("purchases", wish)).toThrow();
    expect(parseMapping("purchases", { notMerchandise: { pattern: "^gift_" } })).toMatchObject({
      notMerchandise: { pattern: "^gift_" },
    });
  });
});
