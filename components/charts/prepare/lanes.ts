import { textWidth } from "./text-width";

export type LaneMark = { key: string; lane: string; at: number; label: string };
export type PlacedMark = {
  key: string;
  /** Share of the width. */
  at: number;
  /** 0: on the line of the lane; more: pushed down by a mark of nearly the same day. */
  markRow: number;
  /** Row of the label; beside its mark where it is the mark's own row, under it where it is a lower one. */
  row: number;
  side: "right" | "left";
};
export type Lane = { key: string; rows: number; marks: PlacedMark[] };
type Taken = { row: number; from: number; to: number };

const half = 8;

/**
 * Greedy placement of marks and their labels on lanes. Labels are kept apart at `width` pixels, and so at any greater one. A mark stays
 * on its line unless another stands there; its label goes right of it, else left, else under it in the first row with room.
 */
export function placeLanes(lanes: readonly string[], marks: readonly LaneMark[], width: number, size: number): Lane[] {
  return lanes.map((key) => {
    const own = marks.filter((mark) => mark.lane === key).sort((one, other) => one.at - other.at);
    const taken: Taken[] = [];
    const placed = own.map((mark, place) => placeOne(mark, own.slice(place + 1), taken, width, size));
    return { key, rows: Math.max(1, ...placed.map((mark) => Math.max(mark.row, mark.markRow) + 1)), marks: placed };
  });
}

function placeOne(mark: LaneMark, later: readonly LaneMark[], taken: Taken[], width: number, size: number): PlacedMark {
  const x = mark.at * width;
  const markRow = placeMark(x, taken);
  const coming = later.map((other) => markBox(other.at * width)).filter((box) => box.from >= x + half);
  const words = textWidth(mark.label, size) + half;
  for (let row = markRow; ; row++) {
    const beside = row === markRow ? half : -half;
    for (const side of ["right", "left"] as const) {
      const from = side === "right" ? x + beside : x - beside - words;
      const to = from + words;
      const inside = (from >= -half && to <= width + half) || words > width;
      if (inside && free(taken, row, from, to) && (row > 0 || free(coming, 0, from, to))) {
        taken.push({ row, from, to });
        return { key: mark.key, at: mark.at, markRow, row, side };
      }
    }
  }
}

function placeMark(x: number, taken: Taken[]): number {
  const { from, to } = markBox(x);
  let row = 0;
  while (!free(taken, row, from, to)) row++;
  taken.push({ row, from, to });
  return row;
}

function markBox(x: number): Taken {
  return { row: 0, from: x - half, to: x + half };
}

function free(taken: readonly Taken[], row: number, from: number, to: number): boolean {
  return taken.every((other) => other.row !== row || to <= other.from || from >= other.to);
}
