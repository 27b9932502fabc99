import { type ReactNode, useId } from "react";
import { ChartFrame, type ChartWords } from "./chart-frame";
import { Hatch } from "./hatch";

/** `share` and `second` are shares (0 to 1), such as of customers and of revenue; null where it is not measured. */
export type ShareRow = {
  key: string;
  label: ReactNode;
  share: number | null;
  second?: number | null;
  value: ReactNode;
  ground?: "ink" | "soft" | "hatched";
};

const ground = { ink: "fill-ink", soft: "fill-ink-faint", hatched: "" };

/** Nested levels, one under the other; the thin second bar is the same level counted another way. */
export function SharesBar({ words, rows }: { words: ChartWords; rows: readonly ShareRow[] }) {
  const id = useId();
  return (
    <ChartFrame words={words}>
      <ul aria-label={words.title} className="grid gap-y-2 text-small">
        {rows.map((row) => (
          <li key={row.key} className="grid grid-cols-[6.5rem_minmax(0,1fr)_auto] items-center gap-3">
            <span className={row.ground === "hatched" ? "text-ink-faint" : "text-ink"}>{row.label}</span>
            <svg width="100%" height="14" aria-hidden="true" className="block">
              <defs>
                <Hatch id={`${id}${row.key}`} />
              </defs>
              <rect width="100%" height="8" className="fill-sunk" />
              {row.share !== null && <Bar row={row} share={row.share} y={0} height={8} hatch={`${id}${row.key}`} />}
              {row.second != null && <Bar row={row} share={row.second} y={10.5} height={3} hatch={`${id}${row.key}`} />}
            </svg>
            <span className="min-w-10 text-right font-medium text-ink">{row.value}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

type BarProps = { row: ShareRow; share: number; y: number; height: number; hatch: string };

function Bar({ row, share, y, height, hatch }: BarProps) {
  const look = row.ground ?? "ink";
  return (
    <rect
      y={y}
      width={`${Math.max(0, Math.min(1, share)) * 100}%`}
      height={height}
      fill={look === "hatched" ? `url(#${hatch})` : undefined}
      fillOpacity={height < 5 ? 0.6 : 1}
      className={ground[look]}
    />
  );
}
