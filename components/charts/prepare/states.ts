import { textWidth } from "./text-width";

export type StateKind = "followed" | "switched" | "silent" | "notDue";
/** `share` of everybody in the arm; the shares of an arm add up to 1. */
export type State = { key: string; kind: StateKind; label: string; value: string; share: number; twins: number };
export type Piece = State & {
  /** Percent of the width. */
  from: number;
  width: number;
  twinsFrom: number;
  twinsWidth: number;
  /** Of a silent piece: how much of it is beyond what the twins lose too. */
  beyond: number;
  /** The row that its label takes under the bar, and whether it starts at the piece or ends at the right edge. */
  row: number;
  anchor: "start" | "end";
};

/** Places the pieces of both bars, left to right, and gives every label a row in which it meets no other at `width` pixels. */
export function placeStates(
  states: readonly State[],
  width: number,
  size: number,
  linesOf = (state: State): readonly string[] => [state.value, state.label],
): Piece[] {
  const ends: number[] = [];
  let from = 0;
  let twinsFrom = 0;
  return states.map((state) => {
    const [piece, twinsPiece] = [state.share * 100, state.twins * 100];
    const words = Math.max(...linesOf(state).map((line) => textWidth(line, size))) + 12;
    const anchor = (from / 100) * width + words > width + 12 ? "end" : "start";
    const left = anchor === "end" ? width - words : (from / 100) * width;
    const free = ends.findIndex((end) => end <= left);
    const row = free === -1 ? ends.length : free;
    ends[row] = left + words;
    const placed: Piece = {
      ...state,
      from,
      width: piece,
      twinsFrom,
      twinsWidth: twinsPiece,
      beyond: state.kind === "silent" ? Math.max(0, piece - twinsPiece) : 0,
      row,
      anchor,
    };
    from += piece;
    twinsFrom += twinsPiece;
    return placed;
  });
}
