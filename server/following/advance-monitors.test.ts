import { describe, expect, it } from "vitest";
import { slicesOf } from "./advance-monitors";

const row = (stratum: number, segment: string, exposed: number, twins: number) => ({
  stratum,
  wave: 0,
  segment,
  bin: 0,
  also: 0,
  exposed,
  twins,
});

describe("the slices that are watched", () => {
  it("all at 2/alpha; two segments of 30 and more at 2/alpha x 2 = 80 each; one of 29 has no alarm of its own", () => {
    const strata = [
      row(1, "regulars", 20, 90),
      row(2, "regulars", 10, 50),
      row(3, "lapsing", 30, 30),
      row(4, "lost", 29, 140),
    ];
    const slices = slicesOf({ strata }, 0.05);
    expect(slices.map(({ name, threshold }) => [name, Math.round(threshold)])).toEqual([
      ["all", 40],
      ["segment:lapsing", 80],
      ["segment:regulars", 80],
    ]);
    expect(slices[0]?.strata).toEqual(new Set([1, 2, 3, 4]));
    expect(slices[2]?.strata).toEqual(new Set([1, 2]));
  });

  it("30 concerned with 29 twins are too few: twins must return too", () => {
    expect(slicesOf({ strata: [row(1, "regulars", 30, 29)] }, 0.05)).toHaveLength(1);
  });
});
