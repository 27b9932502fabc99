import { describe, expect, it } from "vitest";
import { PLACES, type Place } from "../schema";
import { hidePlaces } from "./hide-places";

const DAY = "2026-11-20";

/** Places with so many of the concerned, and as many tenths of their twins. */
function told(counts: Partial<Record<Place, number>>, minGroup = 10) {
  const n = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const places = PLACES.map((place) => {
    const count = counts[place] ?? 0;
    return { place, count, share: count / n, twinShare: count / n };
  });
  const stretch = { kind: "round", round: 1, days: 28, from: DAY, to: DAY } as const;
  return hidePlaces({ stretch, places, n, twins: n * 10 }, minGroup).places.filter(({ count }) => count > 0);
}

describe("where few people are", () => {
  it("4 who followed, 60 in another shop, 200 silent: the 60 go with the 4, and the shares still add up", () => {
    const places = told({ followed: 4, store: 60, silent: 200 });
    expect(places.map(({ place, of, count }) => [place, of, count])).toEqual([
      ["together", ["followed", "store"], 64],
      ["silent", ["silent"], 200],
    ]);
    expect(places.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(places[0]?.twinShare).toBeCloseTo(64 / 264, 12);
  });
  it("large places and empty ones stand for themselves", () => {
    expect(told({ followed: 40, silent: 20 }).map(({ place }) => place)).toEqual(["followed", "silent"]);
  });
});
