import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PlacedMark, placeLanes } from "./lanes";
import { textWidth } from "./text-width";

describe("placeLanes", () => {
  it("one mark in the middle -> label right of it, one row", () => {
    const [lane] = placeLanes(["store"], [{ key: "a", lane: "store", at: 0.4, label: "Nantes layout" }], 640, 12);
    expect(lane).toEqual({ key: "store", rows: 1, marks: [{ key: "a", at: 0.4, markRow: 0, row: 0, side: "right" }] });
  });

  it("a mark near the right edge -> label left", () => {
    const [lane] = placeLanes(["store"], [{ key: "a", lane: "store", at: 0.95, label: "Nantes layout" }], 640, 12);
    expect(lane?.marks[0]?.side).toBe("left");
  });

  it("no room on either side -> the mark stays on its line, the label goes under it", () => {
    const marks = [
      { key: "a", lane: "store", at: 0.5, label: "Lyon Part-Dieu moved" },
      { key: "b", lane: "store", at: 0.85, label: "Opening at 10, nine shops" },
    ];
    expect(placeLanes(["store"], marks, 640, 12)[0]?.marks[1]).toMatchObject({ markRow: 0, row: 1 });
  });

  it("two on one day -> two marks, one under the other", () => {
    const marks = ["a", "b"].map((key) => ({ key, lane: "store", at: 0.05, label: "Lockers" }));
    expect(placeLanes(["store"], marks, 640, 12)[0]?.marks.map((mark) => mark.markRow)).toEqual([0, 1]);
  });

  it("a lane without marks keeps its row", () => expect(placeLanes(["delivery"], [], 640, 12)[0]?.rows).toBe(1));

  it("neither labels nor marks of one row overlap, at the width they were placed for and at twice that", () => {
    const mark = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), words: fc.integer({ min: 3, max: 30 }) });
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 10 }), (drawn) => {
        const marks = drawn.map((one, place) => ({
          key: `${place}`,
          lane: "x",
          at: one.at,
          label: "a".repeat(one.words),
        }));
        const placed = placeLanes(["x"], marks, 640, 12)[0]?.marks ?? [];
        for (const width of [640, 1280]) {
          const boxes = placed.flatMap((one) => boxesOf(one, marks[Number(one.key)]?.label ?? "", width));
          for (const [place, one] of boxes.entries())
            for (const other of boxes.slice(place + 1))
              expect(one.row !== other.row || one.to <= other.from + 0.01 || other.to <= one.from + 0.01).toBe(true);
        }
      }),
    );
  });
});

function boxesOf({ at, markRow, row, side }: PlacedMark, label: string, width: number) {
  const x = at * width;
  const words = textWidth(label, 12);
  const beside = row === markRow ? 8 : -8;
  const from = side === "right" ? x + beside : x - beside - words;
  return [
    { row: markRow, from: x - 8, to: x + 8 },
    { row, from, to: from + words },
  ];
}
