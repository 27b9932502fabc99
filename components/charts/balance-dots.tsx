import { scaleLinear } from "d3-scale";
import type { ReactNode } from "react";
import { ChartFrame, type ChartWords } from "./chart-frame";
import { At } from "./drawing";

export type Trait = { key: string; label: ReactNode; before: number; after: number; value: string };
type Props = {
  words: ChartWords;
  traits: readonly Trait[];
  legend: { before: ReactNode; after: ReactNode };
  /** Writes the marks 0, 0.1 and 0.25 in the reader's way. */
  number: (value: number) => string;
};

const flagged = 0.1;
const unusable = 0.25;

/** Standardised mean differences before matching (ring) and after (disc), against the marks at 0.1 and 0.25. */
export function BalanceDots({ words, traits, legend, number }: Props) {
  const widest = Math.max(0.3, ...traits.flatMap((trait) => [Math.abs(trait.before), Math.abs(trait.after)]));
  const scale = scaleLinear([0, widest], [1, 98]);
  return (
    <ChartFrame words={words}>
      <p className="mb-2 flex gap-5 text-ink-soft text-small">
        <Key filled={false}>{legend.before}</Key>
        <Key filled>{legend.after}</Key>
      </p>
      <ul aria-label={words.title} className="grid gap-y-0.5 text-small">
        {traits.map((trait) => (
          <li key={trait.key} className="grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)_3rem] items-center gap-3">
            <span className="text-ink">{trait.label}</span>
            <svg width="100%" height="22" aria-hidden="true" className="block overflow-visible">
              <line x1="1%" x2="98%" y1="11" y2="11" className="stroke-hairline" />
              <line x1="1%" x2="1%" y1="3" y2="19" className="stroke-edge" />
              <line
                x1={`${scale(flagged)}%`}
                x2={`${scale(flagged)}%`}
                y1="0"
                y2="22"
                className="stroke-drifting"
                strokeDasharray="2 2"
              />
              <line
                x1={`${scale(unusable)}%`}
                x2={`${scale(unusable)}%`}
                y1="0"
                y2="22"
                className="stroke-stopped"
                strokeDasharray="2 2"
              />
              <line
                x1={`${scale(Math.abs(trait.before))}%`}
                x2={`${scale(Math.abs(trait.after))}%`}
                y1="11"
                y2="11"
                className="stroke-unknown"
              />
              <Dot at={scale(Math.abs(trait.before))} filled={false} />
              <Dot at={scale(Math.abs(trait.after))} filled />
            </svg>
            <span className="text-right text-ink-soft">{trait.value}</span>
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)_3rem] gap-3">
        <svg aria-hidden="true" width="100%" height="18" className="col-start-2 block overflow-visible">
          {[0, flagged, unusable].map((mark) => (
            <text
              key={mark}
              x={`${scale(mark)}%`}
              y="13"
              fontSize="11.5"
              textAnchor="middle"
              className={mark === 0 ? "fill-ink-faint" : mark === flagged ? "fill-drifting-ink" : "fill-stopped-ink"}
            >
              {number(mark)}
            </text>
          ))}
        </svg>
      </div>
    </ChartFrame>
  );
}

function Dot({ at, filled }: { at: number; filled: boolean }) {
  return (
    <At x={at} y={11}>
      <circle r="4" strokeWidth="1.4" className={filled ? "fill-ink stroke-ink" : "fill-paper stroke-ink-faint"} />
    </At>
  );
}

function Key({ filled, children }: { filled: boolean; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg width="10" height="10" viewBox="-5 -5 10 10" aria-hidden="true">
        <circle r="4" strokeWidth="1.4" className={filled ? "fill-ink stroke-ink" : "fill-paper stroke-ink-faint"} />
      </svg>
      {children}
    </span>
  );
}
