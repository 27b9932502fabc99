import { describe, expect, it } from "vitest";
import { slicesOf } from "./slices-of";

const row = (stratum: number, segment: string, exposed: number, twins: number) => ({
  ...{ stratum, wave: 0, segment, bin: 0, also: 0 },
  exposed,
  twins,
});

describe("the slices that are watched", () => {
  const strata = [
    row(1, "regulars", 20, 90),
    row(2, "regulars", 10, 50),
    row(3, "lapsing", 30, 30),
    row(4, "lost", 29, 140),
  ];
  it("all; two segments of 30 and more; one of 29 has no alarm of its own", () => {
    const slices = slicesOf({ strata }, false);
    expect(slices.map(({ name, part }) => [name, part])).toEqual([
      ["all", 0],
      ["segment:lapsing", 0],
      ["segment:regulars", 0],
    ]);
    expect(slices[0]?.strata).toBeNull();
    expect(slices[2]?.strata).toEqual(new Set([1, 2]));
  });

  it("those who come mostly here, where they are enough: counted apart, in all strata", () => {
    expect(slicesOf({ strata }, true).at(-1)).toEqual({ name: "intense", part: 1, strata: null });
  });

  it("30 concerned with 29 twins are too few: twins must return too", () => {
    expect(slicesOf({ strata: [row(1, "regulars", 30, 29)] }, false)).toHaveLength(1);
  });
});
