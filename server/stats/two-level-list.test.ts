import { describe, expect, it } from "vitest";
import { changeLogE, twoLevelList } from "@/server/stats/two-level-list";

const { log } = Math;
const change = (all: number, segments: number[] = [], parts: number[] = []) => ({
  all: log(all),
  segments: segments.map(log),
  parts: parts.map(log),
});

describe("one e for a change", () => {
  it("100 of its own, segments 20 and 40: (100 + 30)/2 = 65", () => {
    expect(Math.exp(changeLogE(change(100, [20, 40])))).toBeCloseTo(65, 9);
  });
  it("without segments its own", () => expect(Math.exp(changeLogE(change(100)))).toBeCloseTo(100, 9));
});

describe("a night's list", () => {
  it("alone in its family at alpha 0.05: 20 rings, 19.9 does not and needs 20", () => {
    expect(twoLevelList([change(20)], 0.05)).toMatchObject([{ listed: true, needs: 20 }]);
    expect(twoLevelList([change(19.9)], 0.05)).toMatchObject([{ listed: false, needs: 20 }]);
  });
  it("of four: 80 is needed to be the only one, 40 for two; who is not on it needs what a third would: 80/3", () => {
    const three = [change(1), change(3), change(1)];
    expect(twoLevelList([change(79), ...three], 0.05).some(({ listed }) => listed)).toBe(false);
    const two = twoLevelList([change(41), change(40), change(1), change(3)], 0.05);
    expect(two.map(({ listed }) => listed)).toEqual([true, true, false, false]);
    expect(two[0]?.needs).toBe(40);
    expect(two[2]?.needs).toBeCloseTo(80 / 3, 9);
  });
  it("within one listed change of two, three hypotheses at alpha/2: 120 for one of them, 60 for two", () => {
    const within = (one: number, other: number) =>
      twoLevelList([change(1e4, [one, 1], [other]), change(1, [1])], 0.05)[0];
    expect(within(120, 60)).toMatchObject({ listed: true, segments: [0], parts: [0] });
    expect(within(120, 59)).toMatchObject({ listed: true, segments: [0], parts: [] });
    expect(within(119, 59)).toMatchObject({ listed: true, segments: [], parts: [] });
  });
  it("what a segment needs is its own: 60 where two of three are listed, and 40 for the third; nothing where the change is not listed", () => {
    const [two, quiet] = twoLevelList([change(1e4, [120, 1], [60]), change(1, [1])], 0.05);
    expect(two?.within?.listed).toBeCloseTo(60, 9);
    expect(two?.within?.next).toBeCloseTo(40, 9);
    expect(two?.needs).toBe(40);
    expect(quiet?.within).toBeNull();
    const [none, plain] = twoLevelList([change(1e4, [29, 1], [29]), change(1e4)], 0.05);
    expect(none?.within?.next).toBeCloseTo(60, 9);
    expect(plain?.within).toBeNull();
  });
  it("a segment of a change that is not listed is never listed", () => {
    const [only] = twoLevelList([change(0.001, [39, 0.001])], 0.05);
    expect(only).toMatchObject({ listed: false, segments: [] });
  });
  it("nobody in the family: nothing", () => expect(twoLevelList([], 0.05)).toEqual([]));
});
