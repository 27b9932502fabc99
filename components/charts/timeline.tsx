import { scaleLinear } from "d3-scale";
import { ChangeLanes } from "./change-lanes";
import { ChangeList } from "./change-list";
import type { ChangeMark } from "./change-mark";
import { ChartFrame, type ChartWords } from "./chart-frame";
import { DayAxis } from "./day-axis";
import { Drawing } from "./drawing";
import type { CurvePoint } from "./prepare/curve";
import { placeLanes } from "./prepare/lanes";
import { daysBetween, weekTicks } from "./prepare/weeks";
import { ReturnsAbove } from "./returns-above";

/** A value of a day (the Monday of its week, say); see `CurvePoint` for gaps and filling. */
export type DatedPoint = { day: string; value: number | null; filling?: boolean };

type Props = {
  words: ChartWords;
  from: string;
  to: string;
  lanes: readonly { key: string; label: string }[];
  marks: readonly ChangeMark[];
  /** Returns per week of everyone touched, and what their twins predict. */
  curve?: { came: readonly DatedPoint[]; predicted: readonly DatedPoint[]; names: { came: string; predicted: string } };
  dateLabel: (day: string) => string;
};

const curveHeight = 150;
const rowHeight = 20;
const laneHead = 25;
const laneFoot = 12;

/** What was changed, lane by lane, under what followed. On a phone the marks keep their lanes and their names stand in a list. */
export function Timeline({ words, from, to, lanes, marks, curve, dateLabel }: Props) {
  const length = Math.max(1, daysBetween(from, to));
  const at = (day: string) => daysBetween(from, day) / length;
  const shown = marks.filter((mark) => at(mark.day) >= 0 && at(mark.day) <= 1);
  const place = (width: number, labels: boolean) =>
    placeLanes(
      lanes.map((lane) => lane.key),
      shown.map((mark) => ({ key: mark.key, lane: mark.lane, at: at(mark.day), label: labels ? mark.label : "" })),
      width,
      12.5,
    );
  const variants = [
    { labels: true, width: 620, every: 4, shown: "hidden @min-[38.75rem]:block" },
    { labels: false, width: 310, every: 6, shown: "@min-[38.75rem]:hidden" },
  ];
  const x = scaleLinear([0, length], [0, 1]);
  const dated = (points: readonly DatedPoint[]): CurvePoint[] =>
    points.map((point) => ({ ...point, day: daysBetween(from, point.day) }));
  const drawing = ({ labels, width, every, shown: className }: (typeof variants)[number]) => {
    const placed = place(width, labels);
    const { offsets, end } = stack(
      placed.map((lane) => laneHead + (lane.rows - 1) * rowHeight + laneFoot),
      curve ? curveHeight : 0,
    );
    return (
      <Drawing
        key={width}
        title={words.title}
        description={words.description}
        height={end + 24}
        role="group"
        className={className}
      >
        <Weeks from={from} to={to} height={end} dateLabel={dateLabel} every={every} />
        {curve && (
          <ReturnsAbove
            came={dated(curve.came)}
            predicted={dated(curve.predicted)}
            names={curve.names}
            x={(day) => x(day)}
            height={curveHeight - 8}
            width={width}
          />
        )}
        <ChangeLanes
          lanes={lanes.map((lane, rank) => ({ ...lane, y: offsets[rank] ?? 0, marks: placed[rank]?.marks ?? [] }))}
          marks={shown}
          labels={labels}
          rowHeight={rowHeight}
          head={laneHead}
          leadTo={curve ? 12 : null}
        />
      </Drawing>
    );
  };
  return (
    <ChartFrame words={words}>
      {variants.map(drawing)}
      <div className="mt-3 @min-[38.75rem]:hidden">
        <ChangeList marks={shown} />
      </div>
    </ChartFrame>
  );
}

function stack(heights: readonly number[], top: number): { offsets: number[]; end: number } {
  let end = top;
  const offsets = heights.map((height) => {
    const offset = end;
    end += height;
    return offset;
  });
  return { offsets, end };
}

type WeeksProps = { from: string; to: string; height: number; every: number; dateLabel: (day: string) => string };

function Weeks({ from, to, height, every, dateLabel }: WeeksProps) {
  const ticks = weekTicks(from, to, every);
  return (
    <>
      {ticks
        .filter((tick) => tick.named)
        .map((tick) => (
          <line
            key={tick.day}
            x1={`${tick.at * 100}%`}
            x2={`${tick.at * 100}%`}
            y1="0"
            y2={height}
            className="stroke-hairline"
          />
        ))}
      <DayAxis
        y={height}
        ticks={ticks.filter((tick) => tick.named).map((tick) => ({ at: tick.at * 100, label: dateLabel(tick.day) }))}
      />
    </>
  );
}
