import { addDays } from "@/components/charts/prepare/weeks";
import type { CurvePoint } from "@/components/charts/return-curve";
import type { Edges } from "@/components/charts/triangle-glyph";
import type { VerdictKind } from "@/components/ui/verdict-kind";

/** Made-up figures: smooth formulas, so that the page is the same every day. */
export const still: Edges = { clientProduct: 1, clientStore: 1, productStore: 1 };
export const storeMoved: Edges = { clientProduct: 0.98, clientStore: 0.71, productStore: 0.86 };

export type SampleSegment = {
  key: "loyal" | "early" | "second" | "big" | "regular" | "compulsive" | "lapsing" | "window";
  kind: VerdictKind;
  people: number;
  estimate: { value: number; low: number; high: number } | null;
  edges: Edges | null;
};

const near = (clientProduct: number, clientStore: number, productStore: number): Edges => ({
  clientProduct,
  clientStore,
  productStore,
});

export const segments: readonly SampleSegment[] = [
  {
    key: "loyal",
    kind: "stopped",
    people: 11_840,
    estimate: { value: 0.78, low: 0.74, high: 0.82 },
    edges: near(0.97, 0.74, 0.8),
  },
  {
    key: "early",
    kind: "stopped",
    people: 3120,
    estimate: { value: 0.71, low: 0.55, high: 0.79 },
    edges: near(0.8, 0.62, 0.99),
  },
  {
    key: "second",
    kind: "drifting",
    people: 6402,
    estimate: { value: 0.88, low: 0.81, high: 0.95 },
    edges: near(0.85, 1, 0.9),
  },
  {
    key: "big",
    kind: "follow",
    people: 2014,
    estimate: { value: 0.97, low: 0.92, high: 1.02 },
    edges: near(1.03, 0.98, 1),
  },
  {
    key: "regular",
    kind: "follow",
    people: 22_310,
    estimate: { value: 0.99, low: 0.97, high: 1.01 },
    edges: near(1, 0.99, 1.01),
  },
  {
    key: "compulsive",
    kind: "more",
    people: 1102,
    estimate: { value: 1.05, low: 1.01, high: 1.09 },
    edges: near(1.2, 1.1, 1),
  },
  {
    key: "lapsing",
    kind: "early",
    people: 5618,
    estimate: { value: 0.94, low: 0.84, high: 1.24 },
    edges: near(0.95, 0.9, 1),
  },
  { key: "window", kind: "unmeasured", people: 4230, estimate: null, edges: null },
];

const lost = (day: number) => day >= 33 && day <= 36;

function cumulative(top: number, pace: number, width: number): CurvePoint[] {
  return Array.from({ length: 71 }, (_, day) => {
    const value = top * (1 - Math.exp(-day / pace));
    const doubt = (width * day) / (day + 12);
    return lost(day)
      ? { day, value: null }
      : { day, value, low: value - doubt, high: value + doubt, filling: day > 64 };
  });
}

export const exposed = cumulative(0.605, 22, 0.035);
export const twins = cumulative(0.78, 25.5, 0.028);
export const young = cumulative(0.605, 22, 0.035)
  .slice(0, 9)
  .map((point) => ({ ...point, filling: point.day > 5 }));
export const youngTwins = cumulative(0.6, 22, 0.028).slice(0, 9);

export const evidence: readonly CurvePoint[] = Array.from({ length: 71 }, (_, day) => ({
  day,
  value: lost(day)
    ? null
    : day === 31
      ? 21
      : 10 ** (0.042 * day + 0.12 * Math.sin(day * 0.9) - (day < 31 ? 0.12 : 0) - (day > 50 ? 0.03 * (day - 50) : 0)),
  filling: day > 66,
}));

export const from = "2025-08-25";
export const to = "2025-11-24";

const weekly = (lossFrom: number) =>
  Array.from({ length: 14 }, (_, week) => ({
    day: addDays(from, week * 7),
    value:
      1000 +
      90 * Math.sin(week * 1.15) -
      28 * week * (week > 6 ? 0.6 : 0.2) -
      (week > 6 ? lossFrom * Math.min(1, (week - 6) / 3) : 0),
    filling: week > 11,
  }));
export const predicted = weekly(0);
export const came = weekly(170);

export const changes = [
  { key: "nantes", lane: "store", day: "2025-09-03", kind: "follow" },
  { key: "lyon", lane: "store", day: "2025-10-06", kind: "stopped", leads: true },
  { key: "opening", lane: "store", day: "2025-11-12", kind: "early" },
  { key: "kraft", lane: "product", day: "2025-09-16", kind: "follow" },
  { key: "merino", lane: "product", day: "2025-10-22", kind: "drifting" },
  { key: "night", lane: "delivery", day: "2025-09-26", kind: "more" },
  { key: "collect", lane: "delivery", day: "2025-11-04", kind: "early" },
  { key: "lockers", lane: "delivery", day: "2025-11-06", kind: "unmeasured" },
] as const;

export const states = [
  { key: "followed", kind: "followed", share: 0.46, twins: 0.55 },
  { key: "store", kind: "switched", share: 0.17, twins: 0.14 },
  { key: "channel", kind: "switched", share: 0.08, twins: 0.08 },
  { key: "silent", kind: "silent", share: 0.19, twins: 0.11 },
  { key: "notDue", kind: "notDue", share: 0.1, twins: 0.12 },
] as const;

export const traits = [
  { key: "frequency", before: 0.31, after: 0.02 },
  { key: "recency", before: -0.22, after: 0.03 },
  { key: "monetary", before: 0.18, after: 0.06 },
  { key: "tenure", before: 0.12, after: 0.11 },
  { key: "products", before: 0.09, after: 0.04 },
  { key: "season", before: 0.05, after: 0.01 },
] as const;

export const ladder = [
  { key: "understood", share: 0.06, second: 0.11 },
  { key: "known", share: 0.34, second: 0.52 },
  { key: "identified", share: 0.61, second: 0.74 },
] as const;
export const unknownRevenue = 0.26;

export const trends: readonly { kind: VerdictKind; points: CurvePoint[] }[] = (
  [
    ["follow", 0],
    ["drifting", 0.012],
    ["stopped", 0.026],
    ["more", -0.012],
  ] as const
).map(([kind, slope]) => ({
  kind,
  points: Array.from({ length: 13 }, (_, day) => ({
    day,
    value: kind === "drifting" && day === 5 ? null : 1 - slope * day + 0.02 * Math.sin(day * 1.7),
    filling: day > 11,
  })),
}));
