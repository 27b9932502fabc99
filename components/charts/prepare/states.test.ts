import { expect, it } from "vitest";
import { placeStates, type State } from "./states";

const states: State[] = [
  { key: "a", kind: "followed", label: "Followed", value: "50%", share: 0.5, twins: 0.6 },
  { key: "b", kind: "switched", label: "Another shop", value: "20%", share: 0.2, twins: 0.15 },
  { key: "c", kind: "silent", label: "Silent", value: "20%", share: 0.2, twins: 0.12 },
  { key: "d", kind: "notDue", label: "Not due yet", value: "10%", share: 0.1, twins: 0.13 },
];

it("50 + 20 + 20 + 10 -> pieces start at 0, 50, 70, 90", () =>
  expect(placeStates(states, 640, 12).map((piece) => Math.round(piece.from))).toEqual([0, 50, 70, 90]));

it("silent 20% against 12% among twins -> 8 points beyond", () =>
  expect(placeStates(states, 640, 12)[2]?.beyond).toBeCloseTo(8));

it("fewer silent than among the twins -> nothing is drawn as loss", () => {
  const better = states.map((state) => (state.kind === "silent" ? { ...state, share: 0.1 } : state));
  expect(placeStates(better, 640, 12)[2]?.beyond).toBe(0);
});

it("wide pieces share a row; a label that would meet its neighbour takes the next", () => {
  expect(placeStates(states, 900, 12).map((piece) => piece.row)).toEqual([0, 0, 0, 0]);
  expect(placeStates(states, 240, 12).some((piece) => piece.row > 0)).toBe(true);
});
