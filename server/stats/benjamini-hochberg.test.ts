import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "./benjamini-hochberg";

/** Benjamini & Hochberg 1995, section 4.1: thrombolysis with rt-PA against APSAC, 15 hypotheses in the order of p. */
const PUBLISHED = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
];

describe("Benjamini-Hochberg", () => {
  it("rejects the four of the published example at 5%, where Bonferroni rejects three", () => {
    const adjusted = benjaminiHochberg(PUBLISHED);
    expect(adjusted.filter((p) => p !== null && p <= 0.05)).toHaveLength(4);
    expect(adjusted.slice(0, 4).every((p) => p !== null && p <= 0.05)).toBe(true);
    expect(PUBLISHED.filter((p) => p <= 0.05 / 15)).toHaveLength(3);
  });

  it("adjusts p times m over rank, never falling with p, never over 1", () => {
    const expected = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486];
    const adjusted = benjaminiHochberg(PUBLISHED);
    for (const [i, value] of expected.entries()) expect(adjusted[i]).toBeCloseTo(value, 7);
    expect(benjaminiHochberg(PUBLISHED).at(-1)).toBe(1);
  });

  it("keeps the order given; what is not known is neither adjusted nor counted", () => {
    expect(benjaminiHochberg([0.04, null, 0.01])).toEqual([0.04, null, 0.02]);
    expect(benjaminiHochberg([])).toEqual([]);
  });
});
