import { useId } from "react";
import { ChartFrame, type ChartWords } from "./chart-frame";
import { Drawing } from "./drawing";
import { Hatch } from "./hatch";
import { type Piece, placeStates, type State } from "./prepare/states";
import { Arm, PieceGround, TwinsArm } from "./states-arms";

export type { State } from "./prepare/states";

type Props = {
  words: ChartWords;
  /** In order: followed, switched by kind, silent, not due yet. Shares of each arm add up to 1. */
  states: readonly State[];
  names: { exposed: string; twins: string };
  /** "12% among twins". */
  twinsLabel: (state: State) => string;
};

const size = 12.5;
/** The two widths that labels are placed for; between them and above, the same places hold. */
const places = [
  { width: 620, shown: "hidden @min-[38.75rem]:block @min-[56.25rem]:hidden" },
  { width: 900, shown: "hidden @min-[56.25rem]:block" },
];
const labelRow = 56;
/** Everybody is in one place. Beside them their twins; what is drawn solid as loss is what the twins do not lose too. */
export function StatesBar({ words, states, names, twinsLabel }: Props) {
  const id = useId();
  const lines = (state: State) => [state.value, state.label, twinsLabel(state)];
  const pieces = placeStates(states, 620, size, lines);
  return (
    <ChartFrame words={words}>
      <Drawing title={words.title} description={words.description} height={60}>
        <defs>
          <Hatch id={id} />
        </defs>
        <text x="0" y="11" fontSize={size} className="fill-ink font-medium">
          {names.exposed}
        </text>
        <text x="100%" y="11" fontSize={size} textAnchor="end" className="fill-ink-faint">
          {names.twins}
        </text>
        <Arm pieces={pieces} hatch={id} />
        <TwinsArm pieces={pieces} hatch={id} />
      </Drawing>
      {places.map((place) => (
        <Labels
          key={place.width}
          pieces={placeStates(states, place.width, size, lines)}
          twinsLabel={twinsLabel}
          className={place.shown}
        />
      ))}
      <ul className="mt-2 grid gap-y-1.5 text-small @min-[38.75rem]:hidden">
        {pieces.map((piece) => (
          <li key={piece.key} className="grid grid-cols-[0.75rem_2.75rem_minmax(0,1fr)_auto] items-baseline gap-x-2">
            <svg width="12" height="12" aria-hidden="true" className="self-center">
              <PieceGround piece={piece} hatch={id} x="0" width="12" y={0} height={12} />
            </svg>
            <span className="font-semibold text-ink tabular-nums">{piece.value}</span>
            <span className="text-ink-soft">{piece.label}</span>
            <span className="whitespace-nowrap text-ink-faint">{twinsLabel(piece)}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

type LabelsProps = { pieces: readonly Piece[]; twinsLabel: (state: State) => string; className: string };

function Labels({ pieces, twinsLabel, className }: LabelsProps) {
  const rows = 1 + Math.max(0, ...pieces.map((piece) => piece.row));
  return (
    <svg aria-hidden="true" width="100%" height={rows * labelRow} className={className}>
      {pieces.map((piece) => (
        <Label key={piece.key} piece={piece} twins={twinsLabel(piece)} />
      ))}
    </svg>
  );
}

function Label({ piece, twins }: { piece: Piece; twins: string }) {
  const x = piece.anchor === "end" ? "100%" : `${piece.from}%`;
  const y = 13 + piece.row * labelRow;
  return (
    <>
      {piece.row > 0 && <line x1={x} x2={x} y1="0" y2={y - 11} className="stroke-hairline" strokeWidth="1" />}
      <text y={y} fontSize={size} textAnchor={piece.anchor}>
        <tspan x={x} className="fill-ink font-semibold">
          {piece.value}
        </tspan>
        <tspan x={x} dy="16" className="fill-ink-soft">
          {piece.label}
        </tspan>
        <tspan x={x} dy="16" className="fill-ink-faint">
          {twins}
        </tspan>
      </text>
    </>
  );
}
