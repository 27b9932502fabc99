import { describe, expect, it } from "vitest";
import { keepFirst, widest } from "./later-changes";
import { type Depth, touchOf } from "./share-touched";
import { bitsOf, frozenOf, type LaterChange, laterOf, maskOf, partRead, splitsOf } from "./splits";

const change = (changeId: number, from: string, more: Partial<LaterChange> = {}): LaterChange => ({
  ...{ changeId, revision: 1, from, exposed: 0.1, twins: 0.1, gap: 0, gapApart: 0, place: null },
  ...more,
});
const nowhere = { stores: [], products: [], channels: [], fulfilments: [], hours: [], list: null };
const touching = (each: LaterChange, list: { changeId: number } | null = null) => ({
  ...each,
  part: { rule: { ...nowhere, list } },
});

describe("cells of a stratum", () => {
  it("a cell says its stratum and its bits, the highest of all within what an integer of the database holds", () => {
    const highest = 255 * 4096 + 4095 + 2 ** 24 * (maskOf({ place: 0 }) | maskOf({ place: 1 }) | maskOf({ place: 2 }));
    expect(highest).toBeLessThan(2 ** 31);
    expect([frozenOf(highest), bitsOf(highest)]).toEqual([255 * 4096 + 4095, 63]);
    expect([frozenOf(12), bitsOf(12)]).toEqual([12, 0]);
  });

  it("readings are made of part 2 only where people are kept apart", () => {
    const with_ = (changes: LaterChange[]) => ({
      later: { waves: [], looked: [], changes, alone: null, mixed: null },
    });
    expect(partRead({ later: null })).toBe(0);
    expect(partRead(with_([change(1, "2026-05-03")]))).toBe(0);
    expect(partRead(with_([change(1, "2026-05-03", { place: 0 })]))).toBe(2);
    expect(splitsOf(with_([change(1, "2026-05-03"), change(2, "2026-05-04", { place: 1 })]))).toEqual([
      { changeId: 2, revision: 1, from: "2026-05-04", place: 1 },
    ]);
    expect(laterOf({ later: { form: "another" } })).toBeNull();
  });
});

describe("which later changes keep their people apart", () => {
  it("the first three in the order of their days, the larger first on one day; a list never", () => {
    const kept = keepFirst([
      touching(change(1, "2026-05-20")),
      touching(change(2, "2026-05-03", { exposed: 0.2 })),
      touching(change(3, "2026-05-03", { twins: 0.4 })),
      touching(change(4, "2026-05-01"), { changeId: 4 }),
      touching(change(5, "2026-05-19", { exposed: 0.9 })),
    ]);
    expect(kept.map(({ changeId, place }) => [changeId, place])).toEqual([
      [4, null],
      [3, 0],
      [2, 1],
      [5, 2],
      [1, null],
    ]);
  });

  it("a later one never takes the place of an earlier one, however large it is", () => {
    const three = [1, 2, 3].map((id) => touching(change(id, `2026-05-0${id}`)));
    const placed = (all: typeof three) => keepFirst(all).filter(({ place }) => place !== null);
    expect(placed([...three, touching(change(4, "2026-06-01", { exposed: 1 }))])).toEqual(placed(three));
  });

  it.each([
    [
      "kept apart, arms alike within each kind",
      [change(1, "2026-05-03", { place: 0, gap: 0.3, gapApart: 0.02 })],
      null,
    ],
    ["not kept apart, arms alike", [change(1, "2026-05-03", { gap: -0.05 })], null],
    ["not kept apart, 6 points more among the concerned", [change(1, "2026-05-03", { gap: 0.06 })], 1],
    ["not kept apart, 6 points fewer", [change(1, "2026-05-03", { gap: -0.06 })], 1],
    [
      "the first of two",
      [change(1, "2026-05-03", { place: 0, gapApart: 0.06 }), change(2, "2026-05-09", { gap: 0.5 })],
      1,
    ],
  ])("cannot be told apart: %s", (_, changes, expected) => {
    expect(widest(changes)?.changeId ?? null).toBe(expected);
  });
});

describe("how differently the arms bought in another change's scope", () => {
  const people = (arm: Depth["arm"], counts: [n: number, depth: number][]): Depth[] =>
    counts.flatMap(([n, depth]) => Array.from({ length: n }, () => ({ arm, depth })));

  it("shares that bought in it; the gap of all occasions, and what is left of it among those of one kind", () => {
    const touch = touchOf([
      ...people("exposed", [
        [40, 0],
        [40, 0.2],
        [20, 0.8],
      ]),
      ...people("twins", [
        [70, 0],
        [20, 0.1],
        [10, 0.7],
      ]),
    ]);
    expect(touch.exposed).toBeCloseTo(0.6, 12);
    expect(touch.twins).toBeCloseTo(0.3, 12);
    expect(touch.gap).toBeCloseTo(0.08 + 0.16 - (0.02 + 0.07), 12);
    expect(touch.gapApart).toBeCloseTo(0.4 * 0.1 + 0.2 * 0.1, 12);
  });

  it("a kind without a twin is compared with nobody, and makes no gap; nobody at all, none either", () => {
    const touch = touchOf([
      ...people("exposed", [
        [75, 0],
        [25, 0.9],
      ]),
      ...people("twins", [[100, 0]]),
    ]);
    expect(touch.gap).toBeCloseTo(0.225, 12);
    expect(touch.gapApart).toBe(0);
    expect(touchOf([])).toEqual({ exposed: 0, twins: 0, gap: 0, gapApart: 0 });
  });
});
