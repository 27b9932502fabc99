import { hasColumn, numberColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { numbersOption } from "@/scripts/stats/options";
import type { Table } from "@/scripts/stats/read-table";
import { Unusable } from "@/scripts/stats/unusable";
import { type BgNbdParameters, fitBgNbd } from "@/server/stats/bg-nbd-fit";
import { expectedOccasions, pAlive, returnProbability } from "@/server/stats/bg-nbd-predict";

/** Columns x, t_x, T in one unit of time, optional n; `--predict 13,26,39` scores every row. */
export const bgNbd: Method = {
  version: "1",
  options: ["predict"],
  run(table, options) {
    const rows = readRows(table);
    const horizons = numbersOption(options, "predict");
    const fit = fitBgNbd(rows);
    if (fit.kind === "cannot say") {
      const { need, have, why } = fit;
      return { n: rows.n?.reduce((sum, n) => sum + n, 0) ?? rows.x.length, cannotSay: { need, have, why } };
    }
    const { kind: _, n, ...rest } = fit;
    return horizons.length === 0
      ? { n, ...rest }
      : { n, ...rest, horizons, predictions: predict(fit.parameters, rows, horizons) };
  },
};

function readRows(table: Table) {
  const x = numberColumn(table, "x", { whole: true, max: 1e6 });
  const tx = numberColumn(table, "t_x");
  const T = numberColumn(table, "T");
  const n = hasColumn(table, "n") ? numberColumn(table, "n", { whole: true, min: 1 }) : undefined;
  x.forEach((repeats, i) => {
    const complaint = inconsistency(repeats, tx[i] ?? 0, T[i] ?? 0);
    if (complaint !== null) throw new Unusable(`Line ${table.lineOf(i)}: ${complaint}.`);
  });
  return { x, tx, T, n };
}

function inconsistency(x: number, tx: number, T: number): string | null {
  if (tx > T) return `t_x is ${tx}, which is later than T = ${T}`;
  return x === 0 && tx !== 0 ? `t_x is ${tx} where x is 0; it must then be 0` : null;
}

function predict(p: BgNbdParameters, rows: ReturnType<typeof readRows>, horizons: readonly number[]) {
  return Array.from(rows.x, (x, i) => {
    const tx = rows.tx[i] ?? 0;
    const T = rows.T[i] ?? 0;
    return {
      row: i + 1,
      pAlive: pAlive(p, x, tx, T),
      returnProbability: horizons.map((t) => returnProbability(p, x, tx, T, t)),
      expectedOccasions: horizons.map((t) => expectedOccasions(p, x, tx, T, t)),
    };
  });
}
