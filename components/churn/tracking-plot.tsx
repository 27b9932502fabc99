import { scaleLinear } from "d3-scale";
import { ChartFrame, type ChartWords } from "@/components/charts/chart-frame";
import { DayAxis } from "@/components/charts/day-axis";
import { Drawing, Stretch, stretchWidth } from "@/components/charts/drawing";
import { drawCurve } from "@/components/charts/prepare/curve";
import { Words } from "@/components/charts/words";

type Props = {
  words: ChartWords;
  /** Repeat occasions of each week, from week 1 on. */
  weeks: readonly { promised: number; kept: number }[];
  /** The last week that the model had seen. */
  split: number;
  names: { came: string; promised: string; split: string };
  countLabel: (n: number) => string;
  weekLabel: (week: number) => string;
};

const top = 46;
const plot = 170;
const height = top + plot + 26;

/** Repeat occasions week by week, promised and come; after the line the weeks were held out. */
export function TrackingPlot({ words, weeks, split, names, countLabel, weekLabel }: Props) {
  const last = Math.max(2, weeks.length);
  const y = scaleLinear(
    [0, Math.max(1, ...weeks.flatMap((week) => [week.promised, week.kept]))],
    [top + plot, top],
  ).nice(4);
  const at = (week: number) => ((week - 1) / (last - 1)) * 100;
  const scales = { x: (week: number) => (at(week) / 100) * stretchWidth, y: (value: number) => y(value) };
  const curve = (of: (week: (typeof weeks)[number]) => number) =>
    drawCurve(
      weeks.map((week, i) => ({ day: i + 1, value: of(week) })),
      scales,
    ).solid;
  const step = [4, 8, 13, 26, 52].find((each) => last / each <= 7) ?? 104;
  const named = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
  return (
    <ChartFrame words={words}>
      <div className="pl-11">
        <Drawing title={words.title} description={words.description} height={height}>
          {y.ticks(4).map((n) => (
            <g key={n}>
              <line x1="0" x2="100%" y1={y(n)} y2={y(n)} className="stroke-hairline" strokeWidth="1" />
              <text x="-8" y={y(n) + 4} textAnchor="end" fontSize="11.5" className="fill-ink-faint">
                {countLabel(n)}
              </text>
            </g>
          ))}
          <line x1={`${at(split)}%`} x2={`${at(split)}%`} y1={top - 8} y2={top + plot} className="stroke-edge" />
          <Stretch height={height}>
            <path
              d={curve((week) => week.kept)}
              strokeWidth="1.75"
              strokeLinejoin="round"
              className="stroke-ink [vector-effect:non-scaling-stroke]"
            />
            <path
              d={curve((week) => week.promised)}
              strokeWidth="1.75"
              strokeDasharray="5 3"
              className="stroke-ink-faint [vector-effect:non-scaling-stroke]"
            />
          </Stretch>
          <Words
            x={`${at(split)}%`}
            y={top - 14}
            anchor={at(split) > 60 ? "end" : "start"}
            size={11.5}
            className="fill-ink-soft"
          >
            {names.split}
          </Words>
          <Legend names={names} />
          <DayAxis y={top + plot} ticks={named.map((week) => ({ at: at(week), label: weekLabel(week) }))} />
        </Drawing>
      </div>
    </ChartFrame>
  );
}

function Legend({ names }: { names: Props["names"] }) {
  return (
    <g>
      <line x1="0" x2="22" y1="8" y2="8" strokeWidth="1.75" className="stroke-ink" />
      <text x="28" y="12" fontSize="12.5" className="fill-ink">
        {names.came}
      </text>
      <line x1="112" x2="134" y1="8" y2="8" strokeWidth="1.75" strokeDasharray="5 3" className="stroke-ink-faint" />
      <text x="140" y="12" fontSize="12.5" className="fill-ink-soft">
        {names.promised}
      </text>
    </g>
  );
}
