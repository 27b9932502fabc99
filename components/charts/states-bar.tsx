import { useId } from "react";
import { ChartFrame, type ChartWords } from "./chart-frame";
import { Drawing } from "./drawing";
import { Hatch } from "./hatch";
import { type Piece, placeStates, type State, type StateKind } from "./prepare/states";

export type { State } from "./prepare/states";

type Props = {
  words: ChartWords;
  /** In order: followed, switched by kind, silent, not due yet. Shares of each arm add up to 1. */
  states: readonly State[];
  names: { exposed: string; twins: string };
  /** "12% among twins". */
  twinsLabel: (state: State) => string;
};

const narrowest = 620;
const fill: Record<StateKind, string> = {
  followed: "fill-follow",
  switched: "fill-follow",
  silent: "fill-stopped",
  notDue: "",
};

/** Everybody is in one place. Beside them their twins; what is drawn solid as loss is what the twins do not lose too. */
export function StatesBar({ words, states, names, twinsLabel }: Props) {
  const id = useId();
  const pieces = placeStates(states, narrowest, 12.5, (state) => [state.value, state.label, twinsLabel(state)]);
  const rows = 1 + Math.max(0, ...pieces.map((piece) => piece.row));
  return (
    <ChartFrame words={words}>
      <Drawing title={words.title} description={words.description} height={66}>
        <defs>
          <Hatch id={id} />
        </defs>
        <Arm name={names.exposed} pieces={pieces} hatch={id} y={0} />
        <TwinsArm name={names.twins} pieces={pieces} hatch={id} y={48} />
      </Drawing>
      <svg aria-hidden="true" width="100%" height={4 + rows * 56} className="hidden @min-[38.75rem]:block">
        {pieces.map((piece) => (
          <Label key={piece.key} piece={piece} twins={twinsLabel(piece)} />
        ))}
      </svg>
      <ul className="mt-3 grid gap-y-1.5 text-small @min-[38.75rem]:hidden">
        {pieces.map((piece) => (
          <li key={piece.key} className="grid grid-cols-[0.75rem_3rem_minmax(0,1fr)] items-baseline gap-x-2">
            <svg width="12" height="12" aria-hidden="true" className="self-center">
              <PieceGround piece={piece} hatch={id} x="0" width="12" y={0} height={12} />
            </svg>
            <span className="font-semibold text-ink">{piece.value}</span>
            <span className="text-ink-soft">
              {piece.label} <span className="whitespace-nowrap text-ink-faint">{twinsLabel(piece)}</span>
            </span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

type ArmProps = { name: string; pieces: readonly Piece[]; hatch: string; y: number };

function Arm({ name, pieces, hatch, y }: ArmProps) {
  return (
    <>
      <text x="0" y={y + 11} fontSize="12" className="fill-ink-soft">
        {name}
      </text>
      {pieces.map((piece) => (
        <PieceGround
          key={piece.key}
          piece={piece}
          hatch={hatch}
          x={`${piece.from}%`}
          width={`${piece.width}%`}
          y={y + 17}
          height={24}
        />
      ))}
      <Seams at={pieces.map((piece) => piece.from)} y={y + 17} height={24} />
    </>
  );
}

function TwinsArm({ name, pieces, hatch, y }: ArmProps) {
  return (
    <>
      {pieces.map((piece) => (
        <rect
          key={piece.key}
          x={`${piece.twinsFrom}%`}
          y={y}
          width={`${piece.twinsWidth}%`}
          height="6"
          fill={piece.kind === "notDue" ? `url(#${hatch})` : undefined}
          fillOpacity={opacity(piece)}
          className={piece.kind === "silent" ? "fill-unknown" : fill[piece.kind]}
        />
      ))}
      <Seams at={pieces.map((piece) => piece.twinsFrom)} y={y} height={6} />
      <text x="0" y={y + 19} fontSize="12" className="fill-ink-faint">
        {name}
      </text>
    </>
  );
}

type GroundProps = { piece: Piece; hatch: string; x: string; width: string; y: number; height: number };

function PieceGround({ piece, hatch, x, width, y, height }: GroundProps) {
  if (piece.kind === "silent") {
    const expected = piece.width - piece.beyond;
    return (
      <>
        <rect x={x} y={y} width={width} height={height} className="fill-stopped" fillOpacity="0.35" />
        {piece.beyond > 0 && (
          <rect
            x={x.endsWith("%") ? `${piece.from + expected}%` : x}
            y={y}
            width={x.endsWith("%") ? `${piece.beyond}%` : width}
            height={height}
            className="fill-stopped"
          />
        )}
      </>
    );
  }
  const look = piece.kind === "notDue" ? { fill: `url(#${hatch})` } : { className: fill[piece.kind] };
  return <rect x={x} y={y} width={width} height={height} fillOpacity={opacity(piece)} {...look} />;
}

function opacity(piece: Piece): number {
  return piece.kind === "switched" ? 0.5 : 1;
}

function Seams({ at, y, height }: { at: readonly number[]; y: number; height: number }) {
  return at
    .filter((from) => from > 0)
    .map((from) => (
      <line
        key={from}
        x1={`${from}%`}
        x2={`${from}%`}
        y1={y}
        y2={y + height}
        strokeWidth="2"
        className="stroke-paper"
      />
    ));
}

function Label({ piece, twins }: { piece: Piece; twins: string }) {
  const x = piece.anchor === "end" ? "100%" : `${piece.from}%`;
  return (
    <text y={15 + piece.row * 56} fontSize="12.5" textAnchor={piece.anchor}>
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
  );
}
