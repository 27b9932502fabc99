import { describe, expect, it } from "vitest";
import { keepFirst } from "./later-changes";
import { bitsOf, frozenOf, type LaterChange, laterOf, maskOf, partRead, splitsOf } from "./splits";

const change = (changeId: number, from: string, more: Partial<LaterChange> = {}): LaterChange => ({
  ...{ changeId, revision: 1, from, exposed: 0.1, twins: 0.1, place: null },
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
      later: { waves: [], looked: [], changes, alone: null },
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
});
