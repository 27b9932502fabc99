import { area, line } from "d3-shape";

/** One point of a curve over days. `value` null is a gap: nothing is known of that day. `filling`: its days are not over yet. */
export type CurvePoint = { day: number; value: number | null; low?: number; high?: number; filling?: boolean };
export type Known = { day: number; value: number; low?: number; high?: number; filling: boolean };
export type Scales = { x: (day: number) => number; y: (value: number) => number };

/** Stretches of known points; a gap ends one and begins the next. */
export function runsOf(points: readonly CurvePoint[]): Known[][] {
  const runs: Known[][] = [];
  let open: Known[] | null = null;
  for (const { day, value, low, high, filling = false } of points) {
    if (value === null) {
      open = null;
      continue;
    }
    if (open === null) {
      open = [];
      runs.push(open);
    }
    open.push({ day, value, low, high, filling });
  }
  return runs;
}

/** Path data of what is settled (solid) and of what is still filling (dotted); the dotted part starts where the solid one ends. */
export function drawCurve(points: readonly CurvePoint[], { x, y }: Scales): { solid: string; dotted: string } {
  const stroke = line<Known>()
    .x((point) => x(point.day))
    .y((point) => y(point.value))
    .digits(1);
  let solid = "";
  let dotted = "";
  for (const run of runsOf(points)) {
    const from = run.findIndex((point) => point.filling);
    const settled = from === -1 ? run : run.slice(0, from);
    if (settled.length > 0) solid += stroke(settled) ?? "";
    if (from !== -1) dotted += stroke(run.slice(Math.max(0, from - 1))) ?? "";
  }
  return { solid, dotted };
}

/** Path data of the interval around a curve, where there is one. */
export function drawBand(points: readonly CurvePoint[], { x, y }: Scales): string {
  const shape = area<Known>()
    .defined((point) => point.low !== undefined && point.high !== undefined)
    .x((point) => x(point.day))
    .y0((point) => y(point.low ?? 0))
    .y1((point) => y(point.high ?? 0))
    .digits(1);
  return runsOf(points)
    .map((run) => shape(run) ?? "")
    .join("");
}

/** Path data of what lies between promised and kept, over the days that both know. */
export function drawGap(kept: readonly CurvePoint[], promised: readonly CurvePoint[], { x, y }: Scales): string {
  const of = new Map(promised.map((point) => [point.day, point.value]));
  const both = kept.map((point) => ({ ...point, value: of.get(point.day) == null ? null : point.value }));
  const shape = area<Known>()
    .x((point) => x(point.day))
    .y0((point) => y(of.get(point.day) ?? 0))
    .y1((point) => y(point.value))
    .digits(1);
  return runsOf(both)
    .map((run) => shape(run) ?? "")
    .join("");
}

/** The last known point: where a direct label belongs. */
export function endOf(points: readonly CurvePoint[]): Known | null {
  return runsOf(points).at(-1)?.at(-1) ?? null;
}
