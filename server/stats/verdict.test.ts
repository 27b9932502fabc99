import { describe, expect, it } from "vitest";
import {
  type AlarmReading,
  type NotMeasurable,
  VERDICT_WORDS,
  type VerdictReadings,
  type VerdictWord,
  verdict,
} from "@/server/stats/verdict";

const nothing: VerdictReadings = {
  notMeasurable: null,
  down: null,
  up: null,
  round: null,
  expectedReturns: null,
  daysToGo: null,
};
const quiet: AlarmReading = { raisedOn: null, listed: false, alone: false };
const listed: AlarmReading = { raisedOn: "2026-03-14", listed: true, alone: true };
const alone: AlarmReading = { ...quiet, alone: true };
const weakened: AlarmReading = { ...quiet, raisedOn: "2026-03-14" };
const good = { round: { lower: 0.93, upper: 1.04 }, expectedReturns: 400 };
const wide = { round: { lower: 0.7, upper: 1.04 }, expectedReturns: 400 };
const low = { round: { lower: 0.6, upper: 0.85 }, expectedReturns: 400 };

type Row = [title: string, readings: Partial<VerdictReadings>, word: VerdictWord, reason: string];

const rows: Row[] = [
  ["nothing yet", {}, "too early to say", "first round not over"],
  ["a monitor, quiet", { down: quiet, up: quiet }, "too early to say", "first round not over"],
  ["on the list", { down: listed }, "stopped following", "alarm"],
  [
    "on the list by its neighbours, under its own level",
    { down: { ...listed, alone: false } },
    "stopped following",
    "alarm",
  ],
  [
    "on the list on few returns: it carries its own proof",
    { down: listed, ...good, expectedReturns: 40 },
    "stopped following",
    "alarm",
  ],
  ["on the list beats a good round", { down: listed, ...good }, "stopped following", "alarm"],
  [
    "a good round, its calibration not known",
    { ...good, uncalibrated: true },
    "too early to say",
    "calibration not known yet",
  ],
  ["on the list, its calibration not known", { down: listed, uncalibrated: true }, "stopped following", "alarm"],
  [
    "a good round, another change mixed in",
    { ...good, down: quiet, mixedFrom: "2026-05-03" },
    "not measurable",
    "another change since",
  ],
  [
    "alone, another change mixed in",
    { ...good, down: alone, mixedFrom: "2026-05-03" },
    "not measurable",
    "another change since",
  ],
  ["on the list with the evidence of before", { down: listed, mixedFrom: "2026-05-03" }, "stopped following", "alarm"],
  ["on both lists: the loss first", { down: listed, up: listed }, "stopped following", "alarm"],
  ["on the upward list", { up: listed }, "they come more", "alarm upward"],
  ["on the upward list, a good round", { up: listed, ...good }, "they come more", "alarm upward"],
  [
    "on the upward list, alone downward: the list first",
    { up: listed, down: alone, ...good },
    "they come more",
    "alarm upward",
  ],
  ["upward alone is no word of its own", { up: alone, ...good }, "they follow", "band above limit"],
  ["alone only, 150 expected", { down: alone, ...wide, expectedReturns: 150 }, "drifting", "alone only"],
  [
    "alone only, 149.9 expected",
    { down: alone, ...wide, expectedReturns: 149.9 },
    "too early to say",
    "alone on few returns",
  ],
  [
    "alone only before the first round is over, 150 expected",
    { down: alone, expectedReturns: 150 },
    "drifting",
    "alone only",
  ],
  ["alone only, a good round", { down: alone, ...good }, "drifting", "alone only"],
  ["alone only, once on the list", { down: { ...weakened, alone: true }, ...wide }, "drifting", "alone only"],
  ["band from 0.93, 400 expected", good, "they follow", "band above limit"],
  ["band from exactly 0.90", { ...good, round: { lower: 0.9, upper: 1 } }, "they follow", "band above limit"],
  ["band from 0.8999", { ...good, round: { lower: 0.8999, upper: 1 } }, "too early to say", "band too wide"],
  ["150 expected", { ...good, expectedReturns: 150 }, "they follow", "band above limit"],
  ["149.9 expected", { ...good, expectedReturns: 149.9 }, "too early to say", "too few returns yet"],
  ["band 0.6 to 0.85, no alarm: never 'they follow'", low, "too early to say", "below limit without alarm"],
  ["band to exactly 0.90", { ...low, round: { lower: 0.6, upper: 0.9 } }, "too early to say", "band too wide"],
  ["weakened, round good", { down: weakened, ...good }, "they follow", "band above limit"],
  ["weakened, round wide", { down: weakened, ...wide }, "too early to say", "alarm weakened"],
  ["weakened, no round", { down: weakened }, "too early to say", "alarm weakened"],
  ["upward weakened, round wide", { up: weakened, ...wide }, "too early to say", "band too wide"],
  [
    "imbalance beats all",
    { notMeasurable: "imbalance", down: listed, up: listed, ...good },
    "not measurable",
    "imbalance",
  ],
];

describe("verdict", () => {
  it.each<Row>(rows)("%s -> %s", (_, readings, word, reason) => {
    expect(verdict({ ...nothing, ...readings })).toMatchObject({ word, reason });
  });

  it("the table holds every word", () => {
    expect(new Set(rows.map(([, , word]) => word))).toEqual(new Set(VERDICT_WORDS));
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

  it("too early says how many days to go, where they are known: 23", () => {
    expect(verdict({ ...nothing, daysToGo: 23 }).params).toEqual({ days: 23 });
    const few = { ...nothing, ...good, expectedReturns: 90, daysToGo: 23 };
    expect(verdict(few).params).toEqual({ need: 150, have: 90, days: 23 });
    expect(verdict({ ...nothing, down: weakened, daysToGo: 23 }).params).toEqual({ raisedOn: "2026-03-14", days: 23 });
  });

  it("a workspace that asks for 0.95 gets it", () => {
    const limits = { followFrom: 0.95, verdictFrom: 150 };
    expect(verdict({ ...nothing, ...good }, limits).word).toBe("too early to say");
  });
});

/** Every edge: from a word, one reading moved by as little as it takes gives another word. */
describe("edges between words", () => {
  const say = (readings: Partial<VerdictReadings>) => verdict({ ...nothing, ...readings }).word;
  const states: Record<VerdictWord, Partial<VerdictReadings>> = {
    "they follow": { down: quiet, up: quiet, ...good },
    "too early to say": { down: quiet, up: quiet, ...wide },
    drifting: { down: alone, up: quiet, ...wide },
    "stopped following": { down: listed, up: quiet, ...wide },
    "they come more": { down: quiet, up: listed, ...wide },
    "not measurable": { notMeasurable: "identification changed", down: quiet, up: quiet, ...wide },
  };
  /** What moves a state of any word to this one. */
  const moves: Record<VerdictWord, Partial<VerdictReadings>> = {
    ...states,
    "they follow": { notMeasurable: null, ...states["they follow"] },
    "too early to say": { notMeasurable: null, ...states["too early to say"] },
    drifting: { notMeasurable: null, down: alone, up: quiet },
    "stopped following": { notMeasurable: null, down: listed },
    "they come more": { notMeasurable: null, down: quiet, up: listed },
    "not measurable": { notMeasurable: "identification changed" },
  };
  const edges = VERDICT_WORDS.flatMap((from) =>
    VERDICT_WORDS.filter((to) => to !== from).map((to) => [from, to] as const),
  );
  it.each(edges)("%s -> %s", (from, to) => {
    expect(say(states[from])).toBe(from);
    expect(say({ ...states[from], ...moves[to] })).toBe(to);
  });
});
