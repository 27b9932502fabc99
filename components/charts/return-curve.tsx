import { scaleLinear } from "d3-scale";
import { type VerdictKind, verdictTone } from "@/components/ui/verdict-kind";
import { ChartFrame, type ChartWords } from "./chart-frame";
import { DayAxis } from "./day-axis";
import { At, Drawing, Stretch, stretchWidth } from "./drawing";
import { type CurvePoint, drawBand, drawCurve, drawGap, endOf, type Known } from "./prepare/curve";
import { spread } from "./prepare/spread";
import { dayTicks, shareTicks } from "./prepare/ticks";
import { Words } from "./words";

export type { CurvePoint } from "./prepare/curve";

/** A direct label in two short lines: how many, who. */
export type CurveName = { count: string; name: string };

type Props = {
  words: ChartWords;
  kind: VerdictKind;
  /** Cumulative shares (0 to 1) by day since day 0. */
  exposed: readonly CurvePoint[];
  twins: readonly CurvePoint[];
  names: { exposed: CurveName; twins: CurveName };
  /** "day 14"; day 0 may have a name of its own. */
  dayLabel: (day: number) => string;
  shareLabel: (share: number) => string;
  /** The last day on the axis, where the curve is to leave room for days to come. */
  lastDay?: number;
};

const top = 14;
const plot = 232;
const height = top + plot + 26;

/** Share with at least one return since day 0: those concerned against their twins. */
export function ReturnCurve({ words, kind, exposed, twins, names, dayLabel, shareLabel, lastDay }: Props) {
  const all = [...exposed, ...twins];
  const last = lastDay ?? Math.max(1, ...all.map((point) => point.day));
  const highest = Math.max(0.02, ...all.map((point) => point.high ?? point.value ?? 0)) * 1.05;
  const x = scaleLinear([0, last], [0, stretchWidth]);
  const y = scaleLinear([0, highest], [top + plot, top]);
  const scales = { x: (day: number) => x(day), y: (value: number) => y(value) };
  const tone = verdictTone[kind];
  const kept = drawCurve(exposed, scales);
  const promised = drawCurve(twins, scales);
  return (
    <ChartFrame words={words}>
      <div className="pr-22 @2xl:pr-28">
        <Drawing title={words.title} description={words.description} height={height}>
          <Grid shares={shareTicks(highest)} y={scales.y} label={shareLabel} />
          <Stretch height={height}>
            <path d={drawGap(exposed, twins, scales)} className={tone.wash} fillOpacity="0.7" />
            <path d={drawBand(twins, scales)} className="fill-unknown" fillOpacity="0.2" />
            <path d={drawBand(exposed, scales)} className={tone.fill} fillOpacity="0.2" />
            <g strokeWidth="1.5" className="stroke-ink-soft *:[vector-effect:non-scaling-stroke]">
              <path d={promised.solid} strokeDasharray="4 3" />
              <path d={promised.dotted} strokeDasharray="1 4" strokeLinecap="round" />
            </g>
            <g strokeWidth="2.25" className={`*:[vector-effect:non-scaling-stroke] ${tone.stroke}`}>
              <path d={kept.solid} />
              <path d={kept.dotted} strokeDasharray="0.5 4.5" strokeLinecap="round" />
            </g>
          </Stretch>
          <DayAxis
            y={top + plot}
            ticks={dayTicks(last, 5).map((day) => ({ at: (day / last) * 100, label: dayLabel(day) }))}
          />
          <Ends names={names} kind={kind} exposed={endOf(exposed)} twins={endOf(twins)} last={last} y={scales.y} />
        </Drawing>
      </div>
    </ChartFrame>
  );
}

type GridProps = { shares: readonly number[]; y: (value: number) => number; label: (share: number) => string };

function Grid({ shares, y, label }: GridProps) {
  return shares.map((share) => (
    <g key={share}>
      <line
        x1="0"
        x2="100%"
        y1={y(share)}
        y2={y(share)}
        className={share === 0 ? "stroke-edge" : "stroke-hairline"}
        strokeWidth="1"
      />
      {share > 0 && (
        <Words x={0} y={y(share) - 4} size={11.5} className="fill-ink-faint">
          {label(share)}
        </Words>
      )}
    </g>
  ));
}

type EndsProps = {
  names: Props["names"];
  kind: VerdictKind;
  exposed: Known | null;
  twins: Known | null;
  last: number;
  y: (value: number) => number;
};

/** Who is who, right where the curves end. */
function Ends({ names, kind, exposed, twins, last, y }: EndsProps) {
  if (exposed === null || twins === null) return null;
  const [mine = 0, theirs = 0] = spread([y(exposed.value), y(twins.value)], 33, [top + 4, top + plot - 20]);
  return (
    <At x={(Math.max(exposed.day, twins.day) / last) * 100} y={0}>
      <g className={verdictTone[kind].ink}>
        <End name={names.exposed} y={mine} className="fill-current font-semibold" />
      </g>
      <End name={names.twins} y={theirs} className="fill-ink-soft" />
    </At>
  );
}

function End({ name, y, className }: { name: CurveName; y: number; className: string }) {
  return (
    <>
      <Words x={10} y={y} size={12.5} className={className}>
        {name.count}
      </Words>
      <Words x={10} y={y + 15} size={12.5} className={className}>
        {name.name}
      </Words>
    </>
  );
}
