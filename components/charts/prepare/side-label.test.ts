import { expect, it } from "vitest";
import { placeBeside } from "./side-label";

const scale = { x: (day: number) => day / 10, y: (value: number) => 100 - value };
const plot = { width: 400, height: 100 };
const words = { width: 100, height: 14 };
const days = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const hill = days.map((day) => ({ day, value: day < 5 ? 20 : 60, filling: false }));
const flat = days.map((day) => ({ day, value: 20, filling: false }));

it("above a curve that is flat at 60 on the right, apart from the other -> at 6 px above 40", () => {
  const { x, y } = placeBeside({ side: "above", words, own: hill, others: flat, plot, scale });
  expect(x).toBeGreaterThan(0.5);
  expect(y).toBe(34);
});

it("below -> under the lowest point of both over the span", () => {
  const { x, y } = placeBeside({ side: "below", words, own: flat, others: hill, plot, scale });
  for (const point of [...flat, ...hill].filter(({ day }) => scale.x(day) >= x && scale.x(day) <= x + 0.25))
    expect(y).toBeGreaterThan(scale.y(point.value));
});

it("no curve -> the corner, inside the plot", () => {
  expect(placeBeside({ side: "above", words, own: [], others: [], plot, scale })).toEqual({ x: 0, y: 14 });
});
