import { describe, expect, it } from "vitest";
import { kaplanMeier, restrictedMean, survivalAt } from "@/server/stats/kaplan-meier";
import { noReferenceData, referenceTable } from "@/server/stats/reference-tables";

describe.skipIf(noReferenceData)("Kaplan-Meier on lung and aml (R survival 3.5-3; needs the reference data)", () => {
  const table = noReferenceData ? () => [] : referenceTable("survival/lung.csv");
  const time = table("time").map(Number);
  const event = table("status").map((status) => (status === "2" ? 1 : 0));
  const sex = table("sex");
  const of = (group: string, kind: "log" | "log-log" | "plain") =>
    kaplanMeier(
      time.filter((_, i) => sex[i] === group),
      event.filter((_, i) => sex[i] === group),
      { kind },
    );

  it("lung: n 228, events 165, median 310 (285, 363)", () => {
    const all = kaplanMeier(time, event);
    expect([all.n, all.events, all.median, all.interval.lower, all.interval.upper]).toEqual([228, 165, 310, 285, 363]);
  });

  it.each([
    [100, 0.864, 0.0227],
    [180, 0.7217, 0.0298],
    [365, 0.4092, 0.0358],
    [730, 0.1157, 0.0283],
  ])("S(%i) = %f, Greenwood %f", (t, survival, error) => {
    const { curve } = kaplanMeier(time, event);
    const point = curve.findLast((step) => step.time <= t);
    expect(Math.abs(survivalAt(curve, t) - survival)).toBeLessThan(5e-4);
    expect(Math.abs((point?.standardError ?? 0) - error)).toBeLessThan(5e-4);
  });

  it.each([
    ["1", "log", 270, 212, 310],
    ["2", "log", 426, 348, 550],
    ["1", "log-log", 270, 210, 306],
    ["2", "log-log", 426, 345, 524],
    ["1", "plain", 270, 212, 306],
    ["2", "plain", 426, 345, 524],
  ] as const)("sex %s, %s: median %i (%i, %i)", (group, kind, median, lower, upper) => {
    const result = of(group, kind);
    expect([result.median, result.interval.lower, result.interval.upper]).toEqual([median, lower, upper]);
  });

  it("restricted mean to 365 days by sex: 241 (10.4), 297 (10.8)", () => {
    const means = ["1", "2"].map((group) => restrictedMean(of(group, "log").curve, 365));
    [241, 297].forEach((mean, i) => {
      expect(Math.abs((means[i]?.mean ?? 0) - mean)).toBeLessThan(0.5);
    });
    [10.4, 10.8].forEach((error, i) => {
      expect(Math.abs((means[i]?.standardError ?? 0) - error)).toBeLessThan(0.05);
    });
  });

  it("aml with tied death times: medians 31 and 23", () => {
    const aml = referenceTable("survival/aml.csv");
    const rows = aml("time").map((t, i) => ({ time: Number(t), event: Number(aml("status")[i]), x: aml("x")[i] }));
    const median = (x: string) => {
      const arm = rows.filter((row) => row.x === x);
      return kaplanMeier(
        arm.map((row) => row.time),
        arm.map((row) => row.event),
      ).median;
    };
    expect([median("Maintained"), median("Nonmaintained")]).toEqual([31, 23]);
  });
});

describe("Kaplan-Meier by hand", () => {
  it("4 people, events at 1 and 3, one censored at 2: S = 3/4, then 3/4 x 1/2 = 0.375", () => {
    const { curve, median } = kaplanMeier([3, 1, 2, 5], [1, 1, 0, 0]);
    expect(curve.map((point) => point.survival)).toEqual([0.75, 0.75, 0.375, 0.375]);
    expect(curve.map((point) => point.atRisk)).toEqual([4, 3, 2, 1]);
    expect(median).toBe(3);
  });

  it("event and censoring on one day: the censored one is still at risk, S(2) = 1 - 1/2", () => {
    expect(kaplanMeier([2, 2], [1, 0]).curve[0]).toMatchObject({ atRisk: 2, events: 1, censored: 1, survival: 0.5 });
  });

  it("survival exactly 0.5 from 2 to 6: the median is the middle, 4 (as R)", () => {
    expect(kaplanMeier([1, 2, 6, 8], [1, 1, 1, 1]).median).toBe(4);
  });

  it("all gone: no limits, never a number; nobody gone: no median", () => {
    expect(kaplanMeier([1], [1]).curve[0]).toMatchObject({
      survival: 0,
      standardError: null,
      lower: null,
      upper: null,
    });
    expect(kaplanMeier([5, 6], [0, 0]).median).toBeNull();
  });

  it("rows in another order, and times doubled: the same steps", () => {
    const time = [4, 9, 2, 2, 7, 5, 9];
    const event = [1, 0, 1, 0, 1, 1, 1];
    const straight = kaplanMeier(time, event).curve;
    expect(kaplanMeier(time.toReversed(), event.toReversed()).curve).toEqual(straight);
    const doubled = kaplanMeier(
      time.map((t) => 2 * t),
      event,
    ).curve;
    expect(doubled.map(({ time: t, ...rest }) => ({ time: t / 2, ...rest }))).toEqual(straight);
  });
});
