import { describe, expect, it } from "vitest";
import { rankNext } from "./rank-next";

type Watched = Parameters<typeof rankNext>[1][number];
const alert = (id: number, changeId: number, value: number) =>
  ({
    id,
    changeId,
    title: `c${changeId}`,
    raisedOn: "2026-11-12",
    evidence: { atRisk: { value }, onceIn: 214 },
  }) as never;
const watched = (id: number, word: Watched["verdict"]["word"], atRiskMinor: number, days?: number): Watched => ({
  id,
  title: `c${id}`,
  atRiskMinor,
  verdict: {
    word,
    reason: "",
    params: days === undefined ? {} : { days },
    alarm: null,
    up: null,
    calibrated: false,
    calibration: null,
  },
});
const keys = (...input: Parameters<typeof rankNext>) => rankNext(...input).map((one) => `${one.what} ${one.key}`);

describe("rankNext", () => {
  it("untaken 5 before taken 900; then too early, the one with 3 days left before the one with 12", () => {
    expect(
      keys(
        [alert(7, 1, 5)],
        [
          watched(1, "stopped following", 5),
          watched(2, "stopped following", 900),
          watched(3, "too early to say", 0, 12),
          watched(4, "too early to say", 0, 3),
        ],
        [{ alertId: 8, changeId: 2, asleep: false }],
      ),
    ).toEqual(["untaken alert 7", "taken alert 8", "early change 4", "early change 3"]);
  });
  it("what drifts comes after what stopped, before what is too early", () => {
    const words = [watched(1, "too early to say", 0, 3), watched(2, "drifting", 0), watched(3, "stopped following", 1)];
    expect(keys([], words, [])).toEqual(["stopped change 3", "drifting change 2", "early change 1"]);
  });
  it("what sleeps is not looked at next", () => {
    expect(keys([], [watched(2, "stopped following", 900)], [{ alertId: 8, changeId: 2, asleep: true }])).toEqual([]);
  });
  it("an alert that was closed while it stands leads to its change", () => {
    expect(keys([], [watched(2, "stopped following", 900)], [])).toEqual(["stopped change 2"]);
  });
  it("too early without a known day comes last", () => {
    expect(keys([], [watched(1, "too early to say", 0), watched(2, "too early to say", 0, 40)], [])).toEqual([
      "early change 2",
      "early change 1",
    ]);
  });
});
