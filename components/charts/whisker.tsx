import { type VerdictKind, verdictTone } from "@/components/ui/verdict-kind";
import { VerdictMark } from "@/components/ui/verdict-shape";
import { At } from "./drawing";
import { placeWhisker } from "./prepare/whisker";

type Props = {
  /** Shares: 1 = as their twins. */
  value: number;
  low: number;
  high: number;
  kind: VerdictKind;
  domain?: readonly [number, number];
  mark?: number;
  /** Read aloud; without it the whisker is silent, because its figures stand beside it in words. */
  label?: string;
};

/** Value and interval against a mark that never moves; an arrow where the interval goes on outside. */
export function Whisker({ value, low, high, kind, domain = [0.6, 1.2], mark = 1, label }: Props) {
  const place = placeWhisker({ value, low, high }, domain, mark);
  const { stroke } = verdictTone[kind];
  return (
    <svg
      width="100%"
      height="18"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className="block max-w-56 overflow-visible"
    >
      <line x1="0" x2="100%" y1="9" y2="9" className="stroke-hairline" strokeWidth="1" />
      <line
        x1={`${place.mark}%`}
        x2={`${place.mark}%`}
        y1="2"
        y2="16"
        className="stroke-ink-faint"
        strokeWidth="1.25"
      />
      <line
        x1={`${place.low}%`}
        x2={`${place.high}%`}
        y1="9"
        y2="9"
        className={stroke}
        strokeOpacity="0.55"
        strokeWidth="3"
        strokeLinecap={place.beyondLow || place.beyondHigh ? "butt" : "round"}
      />
      {place.beyondLow && <Arrow x={place.low} path="M-6 9 1 5V13Z" kind={kind} />}
      {place.beyondHigh && <Arrow x={place.high} path="M6 9-1 5V13Z" kind={kind} />}
      <At x={place.value} y={9}>
        <VerdictMark kind={kind} />
      </At>
    </svg>
  );
}

function Arrow({ x, path, kind }: { x: number; path: string; kind: VerdictKind }) {
  return (
    <At x={x} y={0}>
      <path d={path} className={verdictTone[kind].fill} />
    </At>
  );
}
