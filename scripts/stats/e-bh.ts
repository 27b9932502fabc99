import { numberColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { numberOption } from "@/scripts/stats/options";
import { eBh } from "@/server/stats/e-bh";

/** Column `e`: one e-value a hypothesis. `--alpha 0.05`. `rejected` are rows of the table, the first one after the header is 1. */
export const eBhMethod: Method = {
  version: "1",
  options: ["alpha"],
  run(table, options) {
    const e = numberColumn(table, "e");
    const { rejected, threshold } = eBh(Array.from(e, Math.log), numberOption(options, "alpha", 0, 1) ?? 0.05);
    return {
      n: e.length,
      rejected: rejected.map((place) => place + 1),
      threshold: threshold === Infinity ? null : threshold,
    };
  },
};
