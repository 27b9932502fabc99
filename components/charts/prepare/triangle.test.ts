import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Edges, movedVertex, sideOf, triangleIn } from "./triangle";

const still: Edges = { clientProduct: 1, clientStore: 1, productStore: 1 };
const rate = fc.double({ min: 0, max: 4, noNaN: true });
const anyEdges = fc.record({ clientProduct: rate, clientStore: rate, productStore: rate });

describe("sideOf", () => {
  it("edge 1 -> side 1", () => expect(sideOf(1)).toBe(1));
  it("edge 0.8 -> 1 + 0.3 tanh(0.2231/0.3) = 1.1893", () => expect(sideOf(0.8)).toBeCloseTo(1.1893, 3));
  it("edge 0 -> the longest side, 1.3", () => expect(sideOf(0)).toBe(1.3));
});

describe("movedVertex", () => {
  it("nothing moved -> nobody", () => expect(movedVertex(still)).toBeNull());
  it("both edges of the store weak, client-product steady -> store", () =>
    expect(movedVertex({ clientProduct: 1, clientStore: 0.7, productStore: 0.75 })).toBe("store"));
});

describe("triangleIn", () => {
  it("all edges at baseline -> today lies on the baseline", () => {
    const { baseline, today } = triangleIn(100, still);
    for (const vertex of ["client", "product", "store"] as const) {
      expect(today?.[vertex].x).toBeCloseTo(baseline[vertex].x);
      expect(today?.[vertex].y).toBeCloseTo(baseline[vertex].y);
    }
  });

  it("client is on top, product left, store right", () => {
    const { baseline } = triangleIn(100, null);
    expect(baseline.client.y).toBeLessThan(baseline.product.y);
    expect(baseline.product.x).toBeLessThan(baseline.store.x);
  });

  it("not measured -> no triangle of today", () => expect(triangleIn(100, null).today).toBeNull());

  it("whatever the edges, no corner leaves the square of 100 by more than 10", () => {
    fc.assert(
      fc.property(anyEdges, (of) => {
        const { today } = triangleIn(100, of);
        for (const point of Object.values(today ?? {})) {
          expect(point.x).toBeGreaterThanOrEqual(-10);
          expect(point.x).toBeLessThanOrEqual(110);
          expect(point.y).toBeGreaterThanOrEqual(-10);
          expect(point.y).toBeLessThanOrEqual(110);
        }
      }),
    );
  });
});
