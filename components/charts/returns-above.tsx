import { scaleLinear } from "d3-scale";
import { Stretch, stretchWidth } from "./drawing";
import { type CurvePoint, drawCurve, drawGap, runsOf } from "./prepare/curve";
import { placeBeside } from "./prepare/side-label";
import { textWidth } from "./prepare/text-width";
import { Words } from "./words";

type Props = {
  came: readonly CurvePoint[];
  predicted: readonly CurvePoint[];
  names: { came: string; predicted: string };
  /** Day to a share of the width. */
  x: (day: number) => number;
  height: number;
  /** The narrowest width that this variant is drawn at, in pixels. */
  width: number;
};

const size = 12.5;

/** Returns that came against those that their twins predict; what is missing between them is shaded. */
export function ReturnsAbove({ came, predicted, names, x, height, width }: Props) {
  const values = [...came, ...predicted].flatMap((point) => (point.value === null ? [] : [point.value]));
  if (values.length === 0) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const y = scaleLinear([low, high === low ? low + 1 : high], [height - 34, 30]);
  const scales = { x: (day: number) => x(day) * stretchWidth, y: (value: number) => y(value) };
  const kept = drawCurve(came, scales);
  const promised = drawCurve(predicted, scales);
  const [own, theirs] = [runsOf(came).flat(), runsOf(predicted).flat()];
  const room = (name: string) => ({ width: textWidth(name, size) + 8, height: 16 });
  const plot = { width, height };
  const scale = { x, y: scales.y };
  const [upper, lower] = [room(names.predicted), room(names.came)];
  const above = placeBeside({ side: "above", words: upper, own: theirs, others: own, plot, scale });
  const below = placeBeside({ side: "below", words: lower, own, others: theirs, plot, scale });
  return (
    <>
      <Stretch height={height}>
        <path d={drawGap(came, predicted, scales)} className="fill-stopped-wash" />
        <g strokeWidth="1.25" className="stroke-ink-faint *:[vector-effect:non-scaling-stroke]">
          <path d={promised.solid} strokeDasharray="4 3" />
          <path d={promised.dotted} strokeDasharray="1 4" strokeLinecap="round" />
        </g>
        <g strokeWidth="2" strokeLinejoin="round" className="stroke-ink *:[vector-effect:non-scaling-stroke]">
          <path d={kept.solid} />
          <path d={kept.dotted} strokeDasharray="0.5 4.5" strokeLinecap="round" />
        </g>
      </Stretch>
      <Words x={`${above.x * 100}%`} y={above.y - 2} size={size} className="fill-ink-soft">
        {names.predicted}
      </Words>
      <Words x={`${below.x * 100}%`} y={below.y + 11} size={size} className="fill-ink font-semibold">
        {names.came}
      </Words>
    </>
  );
}
