import { Words } from "./words";

type Props = { ticks: readonly { at: number; label: string }[]; y: number };

/**
 * Words under a plot; the first starts at its mark and one at the right edge ends there, so that none is cut. In a narrow place every
 * second one is left out.
 */
export function DayAxis({ ticks, y }: Props) {
  return ticks.map(({ at, label }, place) => (
    <g key={at}>
      <line x1={`${at}%`} x2={`${at}%`} y1={y} y2={y + 4} className="stroke-edge" strokeWidth="1" />
      <Words
        x={`${at}%`}
        y={y + 18}
        anchor={at < 4 ? "start" : at > 92 ? "end" : "middle"}
        size={11.5}
        className={`fill-ink-faint ${place % 2 === 1 ? "@max-md:hidden" : ""}`}
      >
        {label}
      </Words>
    </g>
  ));
}
