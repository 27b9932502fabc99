import { expect, it } from "vitest";
import { sameFigures } from "./same-figures";

it.each<[unknown, unknown, boolean]>([
  [{ ratio: 0.91, n: 4 }, { n: 4, ratio: 0.91 + 1e-13 }, true],
  [{ ratio: 0.91 }, { ratio: 0.9101 }, false],
  [{ points: [{ t: 1 }, { t: 2 }] }, { points: [{ t: 1 }] }, false],
  [{ rate: null }, { rate: { ratio: 1 } }, false],
  [{ to: "2024-01-01" }, { to: "2024-01-02" }, false],
  [{ gone: undefined, n: 1 }, { n: 1 }, true],
  [undefined, { n: 1 }, false],
  [1e12, 1e12 + 100, true],
  [[], {}, false],
])("%j and %j: the same is %s", (one, other, same) => {
  expect(sameFigures(one, other)).toBe(same);
});
