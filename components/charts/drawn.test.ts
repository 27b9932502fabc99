import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { BalanceDots } from "./balance-dots";
import { EvidenceCurve } from "./evidence-curve";
import { type CurvePoint, ReturnCurve } from "./return-curve";
import { SharesBar } from "./shares-bar";
import { Sparkline } from "./sparkline";
import { StatesBar } from "./states-bar";
import { Timeline } from "./timeline";
import { TriangleGlyph } from "./triangle-glyph";
import { Whisker } from "./whisker";

const words = {
  title: "The title",
  description: "The description",
  table: { summary: "Table", columns: [{ key: "a", label: "A" }], rows: [{ key: "r", cells: ["cell 1"] }] },
};
const name = { count: "10", name: "people" };
const texts = { dayLabel: (day: number) => `day ${day}`, shareLabel: (share: number) => `${share}` };
const days = (values: (number | null)[]): CurvePoint[] => values.map((value, day) => ({ day, value }));
const state = { key: "a", label: "Followed", value: "100%", kind: "followed" as const, share: 1, twins: 1 };
const mark = { lane: "s", label: "Moved", kind: "stopped" as const, verdict: "Stopped", leads: true };

function returns(points: CurvePoint[]) {
  return createElement(ReturnCurve, {
    words,
    kind: "stopped",
    exposed: points,
    twins: points,
    names: { exposed: name, twins: name },
    ...texts,
  });
}

function evidence(points: CurvePoint[]) {
  const threshold = { value: 20, label: "1 in 20" };
  return createElement(EvidenceCurve, { words, evidence: points, threshold, oddsLabel: String, ...texts });
}

function timeline(keys: string[], values: (number | null)[]) {
  const curve = values.map((value, week) => ({ day: `2025-09-0${week + 1}`, value }));
  return createElement(Timeline, {
    words,
    from: "2025-09-01",
    to: "2025-11-24",
    lanes: [{ key: "s", label: "Store" }],
    marks: keys.map((key) => ({ ...mark, key, day: "2025-10-06", dayLabel: "6 October", href: `/changes/${key}` })),
    curve: { came: curve, predicted: curve, names: { came: "came", predicted: "predicted" } },
    dateLabel: (day) => day,
  });
}

const drawings = {
  "returns of three days": returns(days([0, 0.1, 0.2])),
  "returns with a gap": returns(days([0, null, 0.2])),
  "returns not begun": returns([]),
  "evidence, zero included": evidence(days([1, 0, 1e9])),
  "evidence not begun": evidence([]),
  "states, one of them empty": createElement(StatesBar, {
    words,
    states: [state, { ...state, key: "b", share: 0, twins: 0 }],
    names: { exposed: "10 concerned", twins: "40 twins" },
    twinsLabel: () => "twins",
  }),
  "time line, two on a day": timeline(["a", "b"], [1, 2]),
  "time line without changes and values": timeline([], [null]),
};

describe("every chart says in words what it draws, behind it a table", () => {
  it.each(Object.entries(drawings))("%s", (_, element) => {
    const markup = renderToStaticMarkup(element);
    expect(markup).toMatch(/<title[^>]*>The title<\/title><desc[^>]*>The description<\/desc>/);
    expect(markup).toContain("cell 1");
  });
});

const all = {
  ...drawings,
  balance: createElement(BalanceDots, {
    words,
    traits: [{ key: "t", label: "Recency", before: -0.4, after: 0, value: "0" }],
    legend: { before: "before", after: "after" },
    number: String,
  }),
  shares: createElement(SharesBar, {
    words,
    rows: [{ key: "k", label: "Known", share: null, second: 0.4, value: "–" }],
  }),
  "sparkline of nothing": createElement(Sparkline, { points: days([null]), kind: "early" }),
  "sparkline of one": createElement(Sparkline, { points: days([1]), kind: "early", mark: 1 }),
  "triangle not measured": createElement(TriangleGlyph, { kind: "early", edges: null, moved: "clientStore" }),
  "triangle, all edges gone": createElement(TriangleGlyph, {
    kind: "stopped",
    edges: { clientProduct: 0, clientStore: 0, productStore: 0 },
    size: "page",
    label: "gone",
  }),
  "whisker beyond both ends": createElement(Whisker, { value: 3, low: 0, high: 9, kind: "early" }),
};

describe("no inline style (the content policy forbids it), no number that is none", () => {
  it.each(Object.entries(all))("%s", (_, element) => {
    const markup = renderToStaticMarkup(element);
    expect(markup).not.toMatch(/\sstyle=/);
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
  });
});
