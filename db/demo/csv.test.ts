import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { interactionsCsv, purchaseMapping, purchasesCsv, responsesCsv } from "./csv";
import { simulate } from "./simulate";

const simulation = simulate({ customers: 200, years: 1, seed: 9 });
const read = (chunks: Iterable<string>): Record<string, string>[] => parse([...chunks].join(""), { columns: true });

describe("the files", () => {
  it("purchases: one row per line, amounts in euros that sum to the same cents", () => {
    const lines = [...simulation.purchaseLines()];
    const rows = read(purchasesCsv(simulation));
    expect(rows.length).toBe(lines.length);
    const cents = rows.reduce((sum, row) => sum + Math.round(Number(row.amount) * 100), 0);
    expect(cents).toBe(lines.reduce((sum, line) => sum + line.amountMinor, 0));
    expect(rows.filter((row) => row.amount?.startsWith("-")).length).toBe(
      rows.filter((row) => row.kind === "refund").length,
    );
    expect(rows.map((row) => row.customer)).toEqual(lines.map((line) => line.customer ?? ""));
  });

  it("a name with a comma comes back whole", () => {
    const names = new Set(simulation.products.map((product) => product.name));
    expect(read(purchasesCsv(simulation)).filter((row) => !names.has(row.product_name ?? ""))).toEqual([]);
  });

  it("answers and interactions: the same comments and texts", () => {
    const text = (value: string | null) => value ?? "";
    expect(read(responsesCsv(simulation)).map((row) => row.comment)).toEqual(
      [...simulation.surveyResponses()].map((row) => text(row.comment)),
    );
    expect(read(interactionsCsv(simulation)).map((row) => row.text)).toEqual(
      [...simulation.interactions()].map((row) => text(row.text)),
    );
  });

  it("the mapping names both fees and no article", () => {
    expect(purchaseMapping(simulation).notMerchandise.codes).toEqual(["F01", "F02"]);
  });
});
