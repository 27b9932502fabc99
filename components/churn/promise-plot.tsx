import { ChartFrame, type ChartWords } from "@/components/charts/chart-frame";
import { DayAxis } from "@/components/charts/day-axis";
import { At, Drawing, Stretch, stretchWidth } from "@/components/charts/drawing";
import { Words } from "@/components/charts/words";
import { type PromiseDot, placePromises } from "./prepare-promises";

type Props = {
  words: ChartWords;
  bins: readonly PromiseDot[];
  names: { across: string; up: string };
  shareLabel: (share: number) => string;
};

const top = 24;
const plot = 240;
const height = top + plot + 42;

/** What was promised against what came, group by group; on the dashed diagonal they agree. */
export function PromisePlot({ words, bins, names, shareLabel }: Props) {
  const { ticks, dots } = placePromises(bins, { top, height: plot });
  return (
    <ChartFrame words={words}>
      <div className="max-w-xl pl-11">
        <Drawing title={words.title} description={words.description} height={height}>
          {ticks.map(({ share, y }) => (
            <g key={share}>
              <line x1="0" x2="100%" y1={y} y2={y} className="stroke-hairline" strokeWidth="1" />
              <text x="-8" y={y + 4} textAnchor="end" fontSize="11.5" className="fill-ink-faint">
                {shareLabel(share)}
              </text>
            </g>
          ))}
          <Stretch height={height}>
            <path
              d={`M0 ${top + plot}L${stretchWidth} ${top}`}
              className="stroke-edge [vector-effect:non-scaling-stroke]"
              strokeWidth="1.25"
              strokeDasharray="4 3"
            />
          </Stretch>
          {dots.map(({ x, y, low, high }) => (
            <At key={x} x={x} y={0}>
              <line x1="0" x2="0" y1={high} y2={low} className="stroke-ink" strokeOpacity="0.45" strokeWidth="3" />
              <circle cx="0" cy={y} r="4" className="fill-ink" />
            </At>
          ))}
          <DayAxis y={top + plot} ticks={ticks.map(({ share, x }) => ({ at: x, label: shareLabel(share) }))} />
          <Words x="0" y={12} size={12.5} className="fill-ink-soft">
            {names.up}
          </Words>
          <Words x="100%" y={height - 6} anchor="end" size={12.5} className="fill-ink-soft">
            {names.across}
          </Words>
        </Drawing>
      </div>
    </ChartFrame>
  );
}
