import { numberColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { numberOption } from "@/scripts/stats/options";
import { Unusable } from "@/scripts/stats/unusable";
import { confidenceSequence, type SequenceMethod } from "@/server/stats/confidence-sequence";

const methods = ["betting", "empirical-bernstein", "hoeffding"] as const satisfies readonly SequenceMethod[];

/** Column `x`: values between 0 and 1 in the order they came. `--alpha 0.05`, `--by betting | empirical-bernstein | hoeffding`. */
export const confidenceSequenceMethod: Method = {
  version: "1",
  options: ["alpha", "by"],
  run(table, options) {
    const alpha = numberOption(options, "alpha", 0, 1) ?? 0.05;
    const asked = options.get("by") ?? "betting";
    const by = methods.find((method) => method === asked);
    if (by === undefined) throw new Unusable(`The option --by is "${asked}"; it is one of ${methods.join(", ")}.`);
    const path = confidenceSequence(numberColumn(table, "x", { max: 1 }), { method: by, level: 1 - alpha });
    return { n: path.length, by, path };
  },
};
