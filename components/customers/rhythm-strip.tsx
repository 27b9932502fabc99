import { useId } from "react";
import { ChangeLanes } from "@/components/charts/change-lanes";
import { ChangeList } from "@/components/charts/change-list";
import type { ChangeMark } from "@/components/charts/change-mark";
import { ChartFrame, type ChartWords } from "@/components/charts/chart-frame";
import { DayAxis } from "@/components/charts/day-axis";
import { At, Drawing } from "@/components/charts/drawing";
import { Hatch } from "@/components/charts/hatch";
import { placeLanes } from "@/components/charts/prepare/lanes";
import { Words } from "@/components/charts/words";
import { placeIn, quartersIn, type Span, spanOf } from "./strip";

type Props = {
  words: ChartWords & { today: string; due: string };
  today: string;
  /** Days with a purchase, in order. */
  days: readonly string[];
  dueOn: string | null;
  lanes: readonly { key: string; label: string }[];
  marks: readonly ChangeMark[];
  dateLabel: (day: string) => string;
};

const top = 22;
const foot = 56;
const laneHead = 25;
const rowHeight = 20;
const laneFoot = 12;
const variants = [
  { width: 620, labels: true, shown: "hidden @min-[38.75rem]:block" },
  { width: 310, labels: false, shown: "@min-[38.75rem]:hidden" },
];

/** A stroke a day with a purchase, the silence since, the day they are due; under it the changes they are counted in. */
export function RhythmStrip({ words, today, days, dueOn, lanes, marks, dateLabel }: Props) {
  const span = spanOf(today, dueOn);
  return (
    <ChartFrame words={words}>
      {variants.map(({ width, labels, shown }) => {
        const placed = placeLanes(
          lanes.map((lane) => lane.key),
          marks.map((mark) => ({
            key: mark.key,
            lane: mark.lane,
            at: (placeIn(span, mark.day) ?? 0) / 100,
            label: labels ? mark.label : "",
          })),
          width,
          12.5,
        );
        const offsets = placed.map((_, rank) =>
          placed.slice(0, rank).reduce((y, lane) => y + heightOf(lane.rows), foot + 8),
        );
        const end = placed.reduce((y, lane) => y + heightOf(lane.rows), foot + 8);
        return (
          <Drawing
            key={width}
            title={words.title}
            description={words.description}
            height={end + 24}
            role="group"
            className={shown}
          >
            <Visits span={span} today={today} days={days} dueOn={dueOn} words={words} end={end} />
            <ChangeLanes
              lanes={lanes.map((lane, rank) => ({
                ...lane,
                y: offsets[rank] ?? 0,
                marks: placed[rank]?.marks ?? [],
              }))}
              marks={marks}
              labels={labels}
              rowHeight={rowHeight}
              head={laneHead}
              leadTo={null}
            />
            <DayAxis y={end} ticks={quartersIn(span).map(({ day, at }) => ({ at, label: dateLabel(day) }))} />
          </Drawing>
        );
      })}
      {marks.length > 0 && (
        <div className="mt-3 @min-[38.75rem]:hidden">
          <ChangeList marks={marks} />
        </div>
      )}
    </ChartFrame>
  );
}

const heightOf = (rows: number) => laneHead + (rows - 1) * rowHeight + laneFoot;

type VisitsProps = Pick<Props, "today" | "days" | "dueOn" | "words"> & { span: Span; end: number };

function Visits({ span, today, days, dueOn, words, end }: VisitsProps) {
  const hatch = useId();
  const now = placeIn(span, today) ?? 100;
  const due = dueOn === null ? null : placeIn(span, dueOn);
  const late = due !== null && due < now;
  return (
    <>
      <defs>
        <Hatch id={hatch} />
      </defs>
      {late && <rect x={`${due}%`} width={`${now - due}%`} y={top} height={foot - top} fill={`url(#${hatch})`} />}
      <line x1="0" x2="100%" y1={foot} y2={foot} className="stroke-edge" strokeWidth="1" />
      {days.map((day) => {
        const at = placeIn(span, day);
        return (
          at !== null && (
            <line key={day} x1={`${at}%`} x2={`${at}%`} y1={top} y2={foot} className="stroke-ink" strokeWidth="1.5" />
          )
        );
      })}
      <line x1={`${now}%`} x2={`${now}%`} y1={top - 6} y2={end} strokeDasharray="2 3" className="stroke-ink-faint" />
      {due !== null && (
        <At x={due} y={(top + foot) / 2}>
          <circle r="5" className="fill-paper stroke-ink" strokeWidth="1.6" strokeDasharray="2.1 1.43" />
        </At>
      )}
      <Words
        x={`${now}%`}
        y={11}
        anchor={due !== null && !late ? "end" : late ? "start" : "end"}
        size={11.5}
        className="fill-ink-faint"
      >
        {words.today}
      </Words>
      {due !== null && (
        <Words
          x={`${due}%`}
          y={late ? 11 : foot + 16}
          anchor={due > 60 ? "end" : "start"}
          size={11.5}
          className="fill-ink"
        >
          {words.due}
        </Words>
      )}
    </>
  );
}
