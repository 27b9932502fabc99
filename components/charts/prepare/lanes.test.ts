import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeLanes } from "./lanes";
import { textWidth } from "./text-width";

const long = "Click-and-collect first, all of the north";

describe("placeLanes", () => {
  it("one mark in the middle -> label right, one row", () => {
    const [lane] = placeLanes(["store"], [{ key: "a", lane: "store", at: 0.4, label: "Nantes layout" }], 640, 12);
    expect(lane).toEqual({ key: "store", rows: 1, marks: [{ key: "a", at: 0.4, row: 0, side: "right" }] });
  });

  it("a mark near the right edge -> label left", () => {
    const [lane] = placeLanes(["store"], [{ key: "a", lane: "store", at: 0.95, label: "Nantes layout" }], 640, 12);
    expect(lane?.marks[0]?.side).toBe("left");
  });

  it("two on one day -> two rows", () => {
    const marks = ["a", "b"].map((key) => ({ key, lane: "store", at: 0.05, label: long }));
    expect(placeLanes(["store"], marks, 640, 12)[0]?.rows).toBe(2);
  });

  it("a lane without marks keeps its row", () => expect(placeLanes(["delivery"], [], 640, 12)[0]?.rows).toBe(1));

  it("labels of one row never overlap, at the width they were placed for and at twice that", () => {
    const mark = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), words: fc.integer({ min: 3, max: 30 }) });
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 12 }), (drawn) => {
        const marks = drawn.map((one, place) => ({
          key: `${place}`,
          lane: "x",
          at: one.at,
          label: "a".repeat(one.words),
        }));
        const placed = placeLanes(["x"], marks, 640, 12)[0]?.marks ?? [];
        for (const width of [640, 1280]) {
          const boxes = placed.map(({ key, at, row, side }) => {
            const words = textWidth(marks[Number(key)]?.label ?? "", 12);
            const x = at * width;
            return { row, from: side === "right" ? x : x - 8 - words, to: side === "right" ? x + 8 + words : x };
          });
          for (const [place, one] of boxes.entries())
            for (const other of boxes.slice(place + 1))
              expect(one.row !== other.row || one.to <= other.from || other.to <= one.from).toBe(true);
        }
      }),
    );
  });
});
