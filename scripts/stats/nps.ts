import { hasColumn, numberColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { numberOption } from "@/scripts/stats/options";
import { Unusable } from "@/scripts/stats/unusable";
import { countScores, nps, weighedNps } from "@/server/stats/nps";

/**
 * Column score (0-10), optional weight (inverse chance to answer). `--frame 5000` gives the range that no assumption narrows:
 * rho score -+ 100 (1 - rho), rho = answers/frame. `--minimum 30` refuses fewer answers.
 */
export const npsMethod: Method = {
  version: "1",
  options: ["frame", "minimum", "level"],
  run(table, options) {
    const scores = numberColumn(table, "score", { whole: true, max: 10 });
    const n = scores.length;
    const settings = {
      minAnswers: numberOption(options, "minimum", 0, 1e9) ?? 1,
      level: numberOption(options, "level", 0, 1) ?? 0.95,
    };
    const heard = nps(countScores(scores), settings);
    if (heard.kind === "cannot say") return { n, cannotSay: { need: heard.need, have: heard.have, why: heard.why } };
    const weighted = hasColumn(table, "weight") ? weighedNps(scores, numberColumn(table, "weight"), settings) : null;
    const { score, interval, wald } = heard;
    const bounds = readBounds(score, n, numberOption(options, "frame", 0, 1e12));
    return { n, score, interval, wald, weighted, effectiveN: weighted?.effectiveN ?? n, bounds };
  },
};

function readBounds(score: number, n: number, frame: number | undefined): { lower: number; upper: number } | null {
  if (frame === undefined) return null;
  if (frame < n) throw new Unusable(`The option --frame is ${frame}, which is fewer than the ${n} answers.`);
  const rho = n / frame;
  return { lower: rho * score - 100 * (1 - rho), upper: rho * score + 100 * (1 - rho) };
}
