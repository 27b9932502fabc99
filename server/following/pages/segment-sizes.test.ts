import { describe, expect, it } from "vitest";
import { segmentsOf } from "../list/tell-alert";
import { NightReadings } from "../reading/read-readings";
import type { PartsOf } from "../schema";
import { sliceShape } from "../schema";
import { segmentSizes } from "./segment-sizes";

const DAY = "2026-11-20";

function rateOf(exposed: number): PartsOf<"follow_rate"> {
  const range = { lower: 0.8, upper: 1.2 };
  return {
    stretch: { kind: "round", round: 1, days: 28, from: DAY, to: DAY },
    rate: {
      kind: "rate",
      ratio: 1,
      raw: 1,
      correction: null,
      band: range,
      pointwise: range,
      intervalKind: "delta",
      rateExposed: 0.5,
      rateTwins: 0.5,
      exposed,
      twins: 5 * exposed,
      observed: exposed / 2,
      expected: exposed / 2,
      missing: { value: 0, lower: -1, upper: 1 },
      expectedReturns: exposed / 2,
      shown: true,
      verdictPossible: true,
    },
    lostFollowers: null,
    revenueAtRisk: null,
    withinScope: null,
  };
}

/** What is told of each slice with so many concerned, at least 10 to be told. */
function told(exposed: Record<string, number>) {
  const rows = Object.entries(exposed).map(([slice, n]) => [`follow_rate ${slice}`, rateOf(n)] as const);
  return segmentSizes(new NightReadings(DAY, new Map(rows)), 10).map(({ n, hidden }) => (hidden ? "hidden" : n));
}

describe("the segments of a change", () => {
  it("300, 12, 4 with at least 10: the 12 goes with the 4, on every page, or 316 - 300 - 12 = 4", () => {
    const sizes = { all: 316, "segment:regulars": 300, "segment:lapsing": 12, "segment:compulsive": 4 };
    expect(told(sizes)).toEqual([300, "hidden", "hidden"]);
  });
  it("300, 12 with at least 10: both are told", () => {
    expect(told({ all: 312, "segment:regulars": 300, "segment:lapsing": 12 })).toEqual([300, 12]);
  });
  it("an alert tells no more of them than the change's page", () => {
    const sizes = { "segment:regulars": 300, "segment:lapsing": 12, "segment:compulsive": 4 };
    const rows = Object.entries(sizes).map(([slice, n]) => [`follow_rate ${slice}`, rateOf(n)] as const);
    const rings = { logE: 9, needs: 40, listed: true, alone: true, alarmOn: DAY, sinceOn: null };
    const slices = [...Object.keys(sizes), "intense"].map((slice) => sliceShape.parse(slice));
    const alarms = new Map(slices.map((slice) => [slice, { down: rings, up: rings }]));
    const told = segmentsOf(alarms, new NightReadings(DAY, new Map(rows)), 10);
    expect(told.map(({ segment, exposed, rate }) => [segment, exposed, rate !== null])).toEqual([
      ["regulars", 300, true],
      ["lapsing", 0, false],
      ["compulsive", 0, false],
      ["intense", 0, false],
    ]);
  });
});
