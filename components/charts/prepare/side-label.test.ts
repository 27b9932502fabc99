import { expect, it } from "vitest";
import { placeBeside } from "./side-label";

const scale = { x: (day: number) => day / 10, y: (value: number) => 100 - value };
const plot = { width: 400, height: 100 };
const words = { width: 100, height: 14 };
const hill = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((day) => ({ day, value: day < 5 ? 20 : 60, filling: false }));

it("above a curve that is flat at 60 on the right -> at 6 px above 40", () => {
  const { x, y } = placeBeside("above", words, [hill], plot, scale);
  expect(x).toBeGreaterThan(0.5);
  expect(y).toBe(34);
});

it("below the same curve -> below its lowest point over the span", () => {
  const { x, y } = placeBeside("below", words, [hill], plot, scale);
  const under = hill.filter((point) => scale.x(point.day) >= x && scale.x(point.day) <= x + 0.25);
  for (const point of under) expect(y).toBeGreaterThan(scale.y(point.value));
});

it("no curve -> the corner, inside the plot", () => {
  expect(placeBeside("above", words, [], plot, scale)).toEqual({ x: 0, y: 14 });
});
