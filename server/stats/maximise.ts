import { cholesky, solveWithFactor } from "@/server/stats/symmetric-solve";

/** A log-likelihood at positive parameters, with its exact first and second derivatives in those parameters. */
export interface Evaluation {
  value: number;
  gradient: number[];
  hessian: number[][];
}

export interface Maximum extends Evaluation {
  parameters: number[];
  converged: boolean;
  iterations: number;
}

const SMALLEST_DECREMENT = 1e-11;
const LONGEST_STEP = 2;
/** A logarithm this far from its start is at the edge: 12 is a factor of 160,000. */
const FARTHEST = 12;

/**
 * Maximises a smooth function of a few positive parameters by Newton's method on their logarithms, damped as Levenberg and
 * Marquardt do until the step goes uphill. Source: Nocedal & Wright 2006, chapter 3.4 and 4.
 * Why our own: the exact Hessian is needed for the standard errors anyway and makes some ten evaluations enough, where a
 * quasi-Newton method takes fifty; no kept package on npm takes a Hessian.
 * `converged` is false where the maximum lies at the edge (a parameter runs to 0 or to infinity) or the limit of iterations is met.
 */
export function maximise(
  evaluate: (parameters: number[]) => Evaluation,
  start: readonly number[],
  maxIterations = 100,
): Maximum {
  let logs = start.map(Math.log);
  let here = inLogs(evaluate, logs);
  let damping = 1e-3;
  for (let iteration = 1; iteration <= maxIterations; iteration += 1) {
    const free = newtonStep(here, 0);
    if (free !== null && free.decrement < SMALLEST_DECREMENT) return finish(here, logs, true, iteration);
    const step = newtonStep(here, damping);
    const next = logs.map((value, i) => value + (step?.move[i] ?? 0));
    const there = step === null ? null : inLogs(evaluate, next);
    if (there !== null && there.value >= here.value - 1e-13 * Math.abs(here.value)) {
      logs = next;
      here = there;
      damping = damping < 1e-9 ? 0 : damping / 10;
    } else damping = Math.max(damping * 10, 1e-6);
    const strayed = logs.some((value, i) => Math.abs(value - Math.log(start[i] ?? 1)) > FARTHEST);
    if (strayed || damping > 1e12) return finish(here, logs, false, iteration);
  }
  return finish(here, logs, false, maxIterations);
}

interface LogEvaluation extends Evaluation {
  logGradient: number[];
  logHessian: number[][];
}

function inLogs(evaluate: (parameters: number[]) => Evaluation, logs: readonly number[]): LogEvaluation {
  const p = logs.map(Math.exp);
  const at = evaluate(p);
  const logGradient = at.gradient.map((g, i) => g * (p[i] ?? 0));
  const logHessian = at.hessian.map((row, i) =>
    row.map((h, j) => h * (p[i] ?? 0) * (p[j] ?? 0) + (i === j ? (logGradient[i] ?? 0) : 0)),
  );
  return { ...at, logGradient, logHessian };
}

function newtonStep({ logGradient: gradient, logHessian: hessian }: LogEvaluation, damping: number) {
  const scale = hessian.map((row, i) => Math.max(Math.abs(row[i] ?? 0), 1e-12));
  const factor = cholesky(hessian.map((row, i) => row.map((h, j) => -h + (i === j ? damping * (scale[i] ?? 0) : 0))));
  if (factor === null) return null;
  const move = solveWithFactor(factor, gradient);
  const decrement = move.reduce((sum, m, i) => sum + m * (gradient[i] ?? 0), 0);
  const longest = Math.max(...move.map(Math.abs));
  const shrink = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
  return { move: move.map((m) => m * shrink), decrement };
}

function finish(at: LogEvaluation, logs: readonly number[], converged: boolean, iterations: number): Maximum {
  const { value, gradient, hessian } = at;
  return { parameters: logs.map(Math.exp), value, gradient, hessian, converged, iterations };
}
