import { scaleLinear, scaleLog } from "d3-scale";
import { type VerdictKind, verdictTone } from "@/components/ui/verdict-kind";
import { VerdictMark } from "@/components/ui/verdict-shape";
import { ChartFrame, type ChartWords } from "./chart-frame";
import { DayAxis } from "./day-axis";
import { At, Drawing, Stretch, stretchWidth } from "./drawing";
import { type CurvePoint, drawCurve } from "./prepare/curve";
import { spread } from "./prepare/spread";
import { dayTicks, evidenceTicks } from "./prepare/ticks";
import { Words } from "./words";

type Props = {
  words: ChartWords;
  /** e by day since day 0; `value` null where the day is not complete. */
  evidence: readonly CurvePoint[];
  /** The alarm rings at e >= value; `label` is short: "1 in 20". */
  threshold: { value: number; label: string };
  alarm?: { day: number; label: string; kind: VerdictKind };
  /** Other days worth a word, such as a correction. */
  marks?: readonly { day: number; label: string }[];
  /** "1 in 100"; short. */
  oddsLabel: (n: number) => string;
  dayLabel: (day: number) => string;
  lastDay?: number;
};

const top = 18;
const plot = 138;
const height = top + plot + 26;

/** How rarely chance alone would look like this, on a log scale, with the line at which the alarm rings. */
export function EvidenceCurve(props: Props) {
  const { words, evidence, threshold, alarm, marks = [], oddsLabel, dayLabel } = props;
  const last = props.lastDay ?? Math.max(1, alarm?.day ?? 0, ...evidence.map((point) => point.day));
  const [lowest, highest] = reach(evidence, threshold.value);
  const x = scaleLinear([0, last], [0, stretchWidth]);
  const log = scaleLog([lowest, highest], [top + plot, top]).clamp(true);
  const y = (value: number) => log(Math.max(value, lowest));
  const ticks = evidenceTicks(highest, threshold.value, (15 * Math.log10(highest / lowest)) / plot);
  const line = drawCurve(evidence, { x: (day) => x(day), y });
  const at = (day: number) => (day / last) * 100;
  return (
    <ChartFrame words={words}>
      <div className="pr-22 @2xl:pr-28">
        <Drawing title={words.title} description={words.description} height={height}>
          {ticks.map((n) => (
            <line key={n} x1="0" x2="100%" y1={y(n)} y2={y(n)} className="stroke-hairline" strokeWidth="1" />
          ))}
          <line
            x1="0"
            x2="100%"
            y1={y(threshold.value)}
            y2={y(threshold.value)}
            className="stroke-stopped"
            strokeDasharray="3 3"
          />
          {marks.map((mark) => (
            <DayMark key={mark.day} at={at(mark.day)} label={mark.label} />
          ))}
          <Stretch height={height}>
            <g strokeWidth="1.75" strokeLinejoin="round" className="stroke-ink *:[vector-effect:non-scaling-stroke]">
              <path d={line.solid} />
              <path d={line.dotted} strokeDasharray="0.5 4.5" strokeLinecap="round" />
            </g>
          </Stretch>
          {alarm && <Alarm {...alarm} at={at(alarm.day)} y={y(valueOn(evidence, alarm.day) ?? threshold.value)} />}
          <DayAxis y={top + plot} ticks={dayTicks(last, 5).map((day) => ({ at: at(day), label: dayLabel(day) }))} />
          <Odds
            lines={[
              ...ticks.map((n) => ({ key: `${n}`, y: y(n), label: oddsLabel(n), alarm: false })),
              { key: "threshold", y: y(threshold.value), label: threshold.label, alarm: true },
            ]}
          />
        </Drawing>
      </div>
    </ChartFrame>
  );
}

/** The scale's ends: the threshold is always in sight, and so is "no evidence at all". */
function reach(evidence: readonly CurvePoint[], threshold: number): [number, number] {
  const values = evidence.flatMap((point) => (point.value === null ? [] : [point.value]));
  const low = Math.max(1e-3, Math.min(0.5, ...values.map((value) => value * 0.8)));
  return [low, Math.max(threshold * 4, ...values)];
}

function valueOn(evidence: readonly CurvePoint[], day: number): number | null {
  return evidence.find((point) => point.day === day)?.value ?? null;
}

function DayMark({ at, label }: { at: number; label: string }) {
  return (
    <>
      <line x1={`${at}%`} x2={`${at}%`} y1={top - 2} y2={top + plot} className="stroke-edge" strokeDasharray="1 2" />
      <Words x={`${at}%`} y={top - 7} anchor={at > 60 ? "end" : "start"} size={11.5} className="fill-ink-soft">
        {label}
      </Words>
    </>
  );
}

function Alarm({ at, y, label, kind }: { at: number; y: number; label: string; kind: VerdictKind }) {
  const left = at > 60;
  return (
    <At x={at} y={y}>
      <VerdictMark kind={kind} />
      <g className={verdictTone[kind].ink}>
        <Words x={left ? -10 : 10} y={20} anchor={left ? "end" : "start"} className="fill-current font-semibold">
          {label}
        </Words>
      </g>
    </At>
  );
}

function Odds({ lines }: { lines: readonly { key: string; y: number; label: string; alarm: boolean }[] }) {
  const places = spread(
    lines.map((line) => line.y + 4),
    14,
    [10, top + plot + 6],
  );
  return (
    <At x={100} y={0}>
      {lines.map((line, place) => (
        <text
          key={line.key}
          x="8"
          y={places[place]}
          fontSize="11.5"
          className={line.alarm ? "fill-stopped-ink font-semibold" : "fill-ink-faint"}
        >
          {line.label}
        </text>
      ))}
    </At>
  );
}
