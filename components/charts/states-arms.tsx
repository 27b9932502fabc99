import type { Piece, StateKind } from "./prepare/states";

const fill: Record<StateKind, string> = {
  followed: "fill-follow",
  switched: "fill-follow",
  silent: "fill-stopped",
  notDue: "",
};

type ArmProps = { pieces: readonly Piece[]; hatch: string };

/** The bar of the concerned. */
export function Arm({ pieces, hatch }: ArmProps) {
  return (
    <>
      {pieces.map((piece) => (
        <PieceGround
          key={piece.key}
          piece={piece}
          hatch={hatch}
          x={`${piece.from}%`}
          width={`${piece.width}%`}
          y={19}
          height={26}
        />
      ))}
      <Seams at={pieces.map((piece) => piece.from)} y={19} height={26} />
    </>
  );
}

/** The thin bar of their twins beneath it. */
export function TwinsArm({ pieces, hatch }: ArmProps) {
  return (
    <>
      {pieces.map((piece) => (
        <rect
          key={piece.key}
          x={`${piece.twinsFrom}%`}
          y="49"
          width={`${piece.twinsWidth}%`}
          height="7"
          fill={piece.kind === "notDue" ? `url(#${hatch})` : undefined}
          fillOpacity={piece.kind === "notDue" ? 1 : opacity(piece) * 0.75}
          className={piece.kind === "silent" ? "fill-unknown" : fill[piece.kind]}
        />
      ))}
      <Seams at={pieces.map((piece) => piece.twinsFrom)} y={49} height={7} />
    </>
  );
}

type GroundProps = { piece: Piece; hatch: string; x: string; width: string; y: number; height: number };

/** The ground of one piece: of a silent one, what the twins lose too is pale. */
export function PieceGround({ piece, hatch, x, width, y, height }: GroundProps) {
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
  return [...new Set(at)]
    .filter((from) => from > 0 && from < 100)
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
