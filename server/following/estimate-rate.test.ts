import { describe, expect, it } from "vitest";
import { lostFollowers } from "./estimate-rate";

const rate = { missing: { value: 30, lower: 10, upper: 50 }, rateTwins: 0.4 };

describe("lost followers", () => {
  it("30 returns missing of a round in which 40% of the twins come: 30/0.4 = 75 people, 25 to 125", () => {
    const lost = lostFollowers(rate, "round");
    expect(lost.value).toBeCloseTo(75, 9);
    expect(lost.lower).toBeCloseTo(25, 9);
    expect(lost.upper).toBeCloseTo(125, 9);
  });
  it("before the first round is over: the 30 who did not come yet, late or lost", () => {
    expect(lostFollowers(rate, "so far")).toEqual({ value: 30, lower: 10, upper: 50 });
  });
});
