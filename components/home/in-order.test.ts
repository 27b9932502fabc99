import { describe, expect, it } from "vitest";
import { inOrder } from "./in-order";

const tile = (name: string, n: number | null, word: string | null, measured = true) => ({
  name,
  n,
  measured,
  worst: word === null ? null : { verdict: { word } },
});

describe("inOrder", () => {
  it("stopped 10, stopped 900, follows 5,000, no change 8,000, not measured -> the larger stopped one first", () => {
    const order = inOrder([
      tile("unmeasured", 0, null, false),
      tile("untouched", 8000, null),
      tile("follows", 5000, "they follow"),
      tile("small", 10, "stopped following"),
      tile("large", 900, "stopped following"),
    ]);
    expect(order.map((one) => one.name)).toEqual(["large", "small", "follows", "untouched", "unmeasured"]);
  });
});
