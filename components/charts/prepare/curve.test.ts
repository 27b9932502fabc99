import { describe, expect, it } from "vitest";
import { drawBand, drawCurve, drawGap, endOf, runsOf } from "./curve";

const scales = { x: (day: number) => day, y: (value: number) => value };

describe("runsOf", () => {
  it("2 known, 1 gap, 1 known -> runs of 2 and 1", () => {
    const runs = runsOf([
      { day: 0, value: 1 },
      { day: 1, value: 2 },
      { day: 2, value: null },
      { day: 3, value: 4 },
    ]);
    expect(runs.map((run) => run.length)).toEqual([2, 1]);
  });
});

describe("drawCurve", () => {
  it("a gap is a gap: the path moves, it does not draw across", () => {
    const { solid } = drawCurve(
      [
        { day: 0, value: 0 },
        { day: 1, value: 1 },
        { day: 2, value: null },
        { day: 3, value: 3 },
        { day: 4, value: 4 },
      ],
      scales,
    );
    expect(solid).toBe("M0,0L1,1M3,3L4,4");
  });

  it("the filling part starts at the last settled point", () => {
    const drawn = drawCurve(
      [
        { day: 0, value: 0 },
        { day: 1, value: 1 },
        { day: 2, value: 2, filling: true },
      ],
      scales,
    );
    expect(drawn).toEqual({ solid: "M0,0L1,1", dotted: "M1,1L2,2" });
  });

  it("nothing known -> nothing drawn", () => expect(drawCurve([{ day: 0, value: null }], scales).solid).toBe(""));
});

describe("drawBand and drawGap", () => {
  it("band of two days between low and high", () => {
    const points = [
      { day: 0, value: 1, low: 0, high: 2 },
      { day: 1, value: 2, low: 1, high: 3 },
    ];
    expect(drawBand(points, scales)).toBe("M0,2L1,3L1,1L0,0Z");
  });

  it("the gap covers only the days that both know", () => {
    const kept = [
      { day: 0, value: 1 },
      { day: 1, value: 1 },
      { day: 2, value: 1 },
    ];
    const promised = [
      { day: 0, value: 2 },
      { day: 1, value: 2 },
    ];
    expect(drawGap(kept, promised, scales)).toBe("M0,1L1,1L1,2L0,2Z");
  });
});

it("endOf: the last day that is known", () => {
  expect(
    endOf([
      { day: 6, value: 0.4 },
      { day: 7, value: null },
    ])?.day,
  ).toBe(6);
});
