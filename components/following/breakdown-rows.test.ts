import { expect, it } from "vitest";
import { type BreakdownRow, foldRows, sortRows } from "./breakdown-rows";

const row = (name: string | null, missing: number, ratio: number | null = 1, exposed = 50): BreakdownRow => ({
  ...{ hidden: false, ref: name, name, exposed, twins: 100, observed: 10, expected: 10 + missing },
  rate: ratio === null ? null : { ratio, lower: 0, upper: null },
  missing: { value: missing, lower: null, upper: null },
});
const hidden: BreakdownRow = { hidden: true, ref: "9", name: "Arles" };
const rows = [hidden, row("Lyon", -2, 1.1, 80), row("Metz", 5, null, 20), row("Brest", 3, 0.8), row(null, 0, 0.9, 10)];
const names = (sorted: readonly BreakdownRow[]) => sorted.map(({ name }) => name);

it("orders by what is asked for; hidden rows come last, rates that cannot be said before them", () => {
  expect(names(sortRows(rows, "missing"))).toEqual(["Metz", "Brest", null, "Lyon", "Arles"]);
  expect(names(sortRows(rows, "rate"))).toEqual(["Brest", null, "Lyon", "Metz", "Arles"]);
  expect(names(sortRows(rows, "people"))).toEqual(["Lyon", "Brest", "Metz", null, "Arles"]);
  expect(names(sortRows(rows, "name"))).toEqual(["Brest", "Lyon", "Metz", null, "Arles"]);
});

it("500 rows: eight at the top, four at the bottom, every other one folded, none lost", () => {
  const many = sortRows([hidden, ...Array.from({ length: 499 }, (_, i) => row(`Shop ${i}`, i))], "missing");
  const { first, between, last } = foldRows(many);
  expect([first.length, between.length, last.length]).toEqual([8, 488, 4]);
  expect(names(first)[0]).toBe("Shop 498");
  expect(names(last).at(-1)).toBe("Shop 0");
  expect(between.at(-1)).toBe(hidden);
  expect(foldRows(many.slice(0, 14)).between).toEqual([]);
});
