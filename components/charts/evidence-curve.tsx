import { scaleLinear, scaleLog } from "d3-scale";
import { type VerdictKind, verdictTone } from "@/components/ui/verdict-kind";
import { VerdictMark } from "@/components/ui/verdict-shape";
import { ChartFrame, type ChartWords } from "./chart-frame";
import { DayAxis } from "./day-axis";
import { At, Drawing, Stretch, stretchWidth } from "./drawing";
import { type CurvePoint, drawCurve } from "./prepare/curve";
import { dayTicks, evidenceTicks } from "./prepare/ticks";
import { Words } from "./words";

type Props = {
  words: ChartWords;
  /** e by day since day 0; `value` null where the day is not complete. */
  evidence: readonly CurvePoint[];
  /** The alarm rings at e >= threshold, "once in 20". */
  threshold: { value: number; label: string };
  alarm?: { day: number; label: string; kind: VerdictKind };
  /** Other days worth a word, such as a correction. */
  marks?: readonly { day: number; label: string }[];
  /** "1 in 100". */
  oddsLabel: (n: number) => string;
  dayLabel: (day: number) => string;
  lastDay?: number;
};

const top = 18;
const plot = 138;
const height = top + plot + 26;

/** How rarely chance alone would look like this, on a log scale, with the line at which the alarm rings. */
export function EvidenceCurve({ words, evidence, threshold, alarm, marks = [], oddsLabel, dayLabel, lastDay }: Props) {
  const last = lastDay ?? Math.max(1, ...evidence.map((point) => point.day));
  const values = evidence.flatMap((point) => (point.value === null ? [] : [point.value]));
  const highest = Math.max(threshold.value * 4, ...values.map((value) => value * 1.3));
  const lowest = Math.min(0.5, Math.max(1e-3, ...(values.length > 0 ? [Math.min(...values) * 0.8] : [0.5])));
  const x = scaleLinear([0, last], [0, stretchWidth]);
  const y = scaleLog([lowest, highest], [top + plot, top]).clamp(true);
  const scales = { x: (day: number) => x(day), y: (value: number) => y(Math.max(value, lowest)) };
  const decade = plot / Math.log10(highest / lowest);
  const at = (day: number) => (day / last) * 100;
  const line = drawCurve(evidence, scales);
  const alarmY = alarm ? scales.y(evidence.find((point) => point.day === alarm.day)?.value ?? threshold.value) : 0;
  return (
    <ChartFrame words={words}>
      <Drawing title={words.title} description={words.description} height={height}>
        {evidenceTicks(highest, threshold.value, 20 / decade).map((n) => (
          <g key={n}>
            <line x1="0" x2="100%" y1={scales.y(n)} y2={scales.y(n)} className="stroke-hairline" strokeWidth="1" />
            <Words x={0} y={scales.y(n) - 4} size={11.5} className="fill-ink-faint">
              {oddsLabel(n)}
            </Words>
          </g>
        ))}
        <line
          x1="0"
          x2="100%"
          y1={scales.y(threshold.value)}
          y2={scales.y(threshold.value)}
          className="stroke-stopped"
          strokeDasharray="3 3"
        />
        {marks.map((mark) => (
          <g key={mark.day}>
            <line x1={`${at(mark.day)}%`} x2={`${at(mark.day)}%`} y1={top} y2={top + plot} className="stroke-edge" />
            <Words
              x={`${at(mark.day)}%`}
              y={top - 5}
              anchor={at(mark.day) > 60 ? "end" : "start"}
              size={11.5}
              className="fill-ink-soft"
            >
              {mark.label}
            </Words>
          </g>
        ))}
        <Stretch height={height}>
          <g strokeWidth="1.75" className="stroke-ink *:[vector-effect:non-scaling-stroke]">
            <path d={line.solid} strokeLinejoin="round" />
            <path d={line.dotted} strokeDasharray="0.5 4.5" strokeLinecap="round" />
          </g>
        </Stretch>
        <Words x={0} y={scales.y(threshold.value) - 4} size={11.5} className="fill-stopped-ink font-medium">
          {threshold.label}
        </Words>
        {alarm && (
          <At x={at(alarm.day)} y={alarmY}>
            <VerdictMark kind={alarm.kind} />
            <g className={verdictTone[alarm.kind].ink}>
              <Words
                x={at(alarm.day) > 60 ? -10 : 10}
                y={20}
                anchor={at(alarm.day) > 60 ? "end" : "start"}
                className="fill-current font-semibold"
              >
                {alarm.label}
              </Words>
            </g>
          </At>
        )}
        <DayAxis y={top + plot} ticks={dayTicks(last, 5).map((day) => ({ at: at(day), label: dayLabel(day) }))} />
      </Drawing>
    </ChartFrame>
  );
}
