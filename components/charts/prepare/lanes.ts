import { textWidth } from "./text-width";

export type LaneMark = { key: string; lane: string; at: number; label: string };
export type PlacedMark = { key: string; at: number; row: number; side: "right" | "left" };
export type Lane = { key: string; rows: number; marks: PlacedMark[] };
type Taken = { row: number; from: number; to: number };

const half = 8;
const gap = 8;

/**
 * Greedy placement of marks and their labels on lanes. `at` is a share of the width; labels are kept apart at `width` pixels, and so at
 * any greater one. A label stands right of its mark, else left, else one row lower; marks of one day never cover each other.
 */
export function placeLanes(
  lanes: readonly string[],
  marks: readonly LaneMark[],
  width: number,
  size: number,
  before = 0,
): Lane[] {
  return lanes.map((key) => {
    const own = marks.filter((mark) => mark.lane === key).sort((one, other) => one.at - other.at);
    const taken: Taken[] = before > 0 ? [{ row: 0, from: -Infinity, to: before }] : [];
    const placed = own.map((mark) => placeOne(mark, own, taken, width, size));
    return { key, rows: Math.max(1, ...placed.map((mark) => mark.row + 1)), marks: placed };
  });
}

function placeOne(mark: LaneMark, own: readonly LaneMark[], taken: Taken[], width: number, size: number): PlacedMark {
  const x = mark.at * width;
  const words = textWidth(mark.label, size) + gap;
  for (let row = 0; row <= own.length + 1; row++) {
    for (const side of ["right", "left"] as const) {
      const from = side === "right" ? x - half : x - half - words;
      const to = side === "right" ? x + half + words : x + half;
      const inside = from >= -half && to <= width + half;
      const nextMark = row === 0 && side === "right" && own.some((other) => runsInto(other, mark, x, to, width));
      if (inside && !nextMark && free(taken, row, from, to)) {
        taken.push({ row, from, to });
        return { key: mark.key, at: mark.at, row, side };
      }
    }
  }
  const row = own.length + 2;
  return { key: mark.key, at: mark.at, row, side: mark.at > 0.5 ? "left" : "right" };
}

function free(taken: readonly Taken[], row: number, from: number, to: number): boolean {
  return taken.every((other) => other.row !== row || to <= other.from || from >= other.to);
}

function runsInto(other: LaneMark, mark: LaneMark, x: number, to: number, width: number): boolean {
  const at = other.at * width;
  return other.key !== mark.key && at > x && at - half < to;
}
