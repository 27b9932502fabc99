import { describe, expect, it } from "vitest";
import { type NotMeasurable, type VerdictReadings, verdict } from "@/server/stats/verdict";

const nothing: VerdictReadings = { notMeasurable: null, alarm: null, round: null, daysToGo: null };
const good = { lower: 0.93, upper: 1.04, expectedReturns: 400 };
const raised = (standing: boolean) => ({ raisedOn: "2026-03-14", standing });

describe("verdict", () => {
  it.each<[string, Partial<VerdictReadings>, string, string]>([
    ["nothing yet", {}, "too early to say", "first round not over"],
    ["band from 0.93, 400 expected", { round: good }, "they follow", "band above limit"],
    ["band from exactly 0.90", { round: { ...good, lower: 0.9 } }, "they follow", "band above limit"],
    ["band from 0.8999", { round: { ...good, lower: 0.8999 } }, "too early to say", "band too wide"],
    ["150 expected", { round: { ...good, expectedReturns: 150 } }, "they follow", "band above limit"],
    ["149.9 expected", { round: { ...good, expectedReturns: 149.9 } }, "too early to say", "too few returns yet"],
    [
      "band 0.6 to 0.85, no alarm: never 'they follow'",
      { round: { ...good, lower: 0.6, upper: 0.85 } },
      "too early to say",
      "below limit without alarm",
    ],
    ["alarm standing", { alarm: raised(true) }, "stopped following", "alarm"],
    [
      "alarm standing on few returns: it carries its own proof",
      { alarm: raised(true), round: { ...good, expectedReturns: 40 } },
      "stopped following",
      "alarm",
    ],
    ["alarm standing beats a good round", { alarm: raised(true), round: good }, "stopped following", "alarm"],
    ["alarm weakened, round good", { alarm: raised(false), round: good }, "they follow", "band above limit"],
    [
      "alarm weakened, round wide",
      { alarm: raised(false), round: { ...good, lower: 0.7 } },
      "too early to say",
      "alarm weakened",
    ],
    ["alarm weakened, no round", { alarm: raised(false) }, "too early to say", "alarm weakened"],
    [
      "imbalance beats all",
      { notMeasurable: "imbalance", alarm: raised(true), round: good },
      "not measurable",
      "imbalance",
    ],
  ])("%s -> %s", (_, readings, word, reason) => {
    expect(verdict({ ...nothing, ...readings })).toMatchObject({ word, reason });
  });

  it.each<NotMeasurable>([
    "no comparison group",
    "no exposed",
    "too few returns expected",
    "imbalance",
    "too many without twins",
    "too few stores for twins",
    "not enough history",
    "identification changed",
  ])("not measurable, because: %s", (reason) => {
    expect(verdict({ ...nothing, notMeasurable: reason })).toEqual({ word: "not measurable", reason, params: {} });
  });

  it("too early says how many days to go, where the pre-flight knows: 23", () => {
    expect(verdict({ ...nothing, daysToGo: 23 }).params).toEqual({ days: 23 });
    expect(verdict({ ...nothing, round: { ...good, expectedReturns: 90 }, daysToGo: 23 }).params).toEqual({
      need: 150,
      have: 90,
      days: 23,
    });
  });

  it("a workspace that asks for 0.95 gets it", () => {
    const limits = { followFrom: 0.95, verdictFrom: 150 };
    expect(verdict({ ...nothing, round: good }, limits).word).toBe("too early to say");
  });
});
