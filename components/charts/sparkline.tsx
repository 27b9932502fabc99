import { scaleLinear } from "d3-scale";
import { type VerdictKind, verdictTone } from "@/components/ui/verdict-kind";
import { At } from "./drawing";
import { type CurvePoint, drawCurve, endOf } from "./prepare/curve";

type Props = {
  points: readonly CurvePoint[];
  kind: VerdictKind;
  /** A steady line to compare with, such as 1 for "as their twins". */
  mark?: number;
  /** Read aloud; without it the line is silent, because words stand beside it. */
  label?: string;
};

const height = 28;
const width = 96;

/** A trend no larger than a word. */
export function Sparkline({ points, kind, mark, label }: Props) {
  if (points.every((point) => point.value === null)) return null;
  const values = [
    ...points.flatMap((point) => (point.value === null ? [] : [point.value])),
    ...(mark === undefined ? [] : [mark]),
  ];
  const days = points.map((point) => point.day);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = scaleLinear([Math.min(...days), Math.max(...days)], [2, width - 6]);
  const y = scaleLinear([low, high === low ? low + 1 : high], [height - 5, 5]);
  const drawn = drawCurve(points, { x: (day) => x(day), y: (value) => y(value) });
  const end = endOf(points);
  return (
    <svg
      width={width}
      height={height}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className="inline-block overflow-visible align-middle"
      fill="none"
    >
      {mark !== undefined && (
        <line x1="0" x2={width} y1={y(mark)} y2={y(mark)} className="stroke-ink-faint" strokeDasharray="2 2.5" />
      )}
      <g className={verdictTone[kind].stroke} strokeWidth="1.5" strokeLinejoin="round">
        <path d={drawn.solid} />
        <path d={drawn.dotted} strokeDasharray="0.5 3.5" strokeLinecap="round" />
      </g>
      {end && (
        <At x={(x(end.day) / width) * 100} y={y(end.value)}>
          <circle r="2.4" className={verdictTone[kind].fill} />
        </At>
      )}
    </svg>
  );
}
