import { numberColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { expectedValue, fitGammaGamma } from "@/server/stats/gamma-gamma";

/** Columns x (repeats), zbar (their mean value); rows with x = 0 or zbar = 0 are not fitted, but get an expected value. */
export const gammaGamma: Method = {
  version: "1",
  options: [],
  run(table) {
    const x = numberColumn(table, "x", { whole: true });
    const zbar = numberColumn(table, "zbar");
    const fit = fitGammaGamma(x, zbar);
    if (fit.kind === "cannot say") {
      const { need, have, why } = fit;
      return { n: have, cannotSay: { need, have, why } };
    }
    const { kind: _, n, ...rest } = fit;
    return { n, ...rest, expectedValues: Array.from(x, (xi, i) => expectedValue(fit.parameters, xi, zbar[i] ?? 0)) };
  },
};
