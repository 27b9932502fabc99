import { type VerdictKind, verdictTone } from "@/components/ui/verdict-kind";
import {
  type Corners,
  type Edge,
  type Edges,
  edgeEnds,
  movedVertex,
  type Point,
  triangleIn,
  type Vertex,
} from "./prepare/triangle";
import { Words } from "./words";

export type { Edges } from "./prepare/triangle";

type Props = {
  kind: VerdictKind;
  /** Follow rate of each edge, 1 = as before; null where it is not measured. */
  edges: Edges | null;
  /** What the change moved. Without it, what moved most in `edges`. */
  moved?: Vertex | Edge | null;
  size?: "cell" | "card" | "page";
  /** The triangle in words, read aloud; without it the glyph is silent (its words stand beside it). */
  label?: string;
  /** On a page: the names of the three. */
  names?: Record<Vertex, string>;
};

const pixels = { cell: 56, card: 88, page: 208 };
const printed = { cell: "print:w-9", card: "print:w-14", page: "print:w-36" };
const weight = { cell: 1.5, card: 1.75, page: 2.25 };
const vertices: readonly Vertex[] = ["client", "product", "store"];
const edgeKeys: readonly Edge[] = ["clientProduct", "clientStore", "productStore"];

/** Client on top, product left, store right; the baseline dashed, today's over it in the verdict's colour. */
export function TriangleGlyph({ kind, edges, moved, size = "cell", label, names }: Props) {
  const side = pixels[size];
  const { baseline, today } = triangleIn(side, edges);
  const emphasis = moved === undefined && edges !== null ? movedVertex(edges) : (moved ?? null);
  const margin = names ? 26 : 0;
  const [top, height] = names ? [side * 0.06, side * 0.94 + margin] : [0, side];
  return (
    <svg
      viewBox={`${-margin} ${top} ${side + 2 * margin} ${height}`}
      width={side + 2 * margin}
      height={height}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className={`block h-auto max-w-full shrink-0 overflow-visible ${printed[size]}`}
      fill="none"
    >
      {today && <path d={pathOf(today)} className={verdictTone[kind].wash} fillOpacity="0.75" />}
      <path
        d={pathOf(baseline)}
        className="stroke-ink-faint"
        strokeDasharray="2 2.5"
        strokeWidth={size === "page" ? 1.25 : 1}
      />
      {today && edges && <Today corners={today} edges={edges} kind={kind} width={weight[size]} />}
      <Emphasis corners={today ?? baseline} moved={emphasis} kind={kind} scale={weight[size]} />
      {names && <Names corners={today ?? baseline} names={names} moved={emphasis} kind={kind} />}
    </svg>
  );
}

function Today({ corners, edges, kind, width }: { corners: Corners; edges: Edges; kind: VerdictKind; width: number }) {
  const { stroke, fill } = verdictTone[kind];
  return (
    <g strokeWidth={width} strokeLinecap="round">
      {edgeKeys.map((edge) => (
        <path
          key={edge}
          d={lineOf(corners, edge)}
          className={stroke}
          strokeDasharray={edges[edge] <= 0 ? `${width} ${width * 2.5}` : undefined}
        />
      ))}
      {vertices.map((vertex) => (
        <circle key={vertex} cx={corners[vertex].x} cy={corners[vertex].y} r={width * 1.3} className={fill} />
      ))}
    </g>
  );
}

type EmphasisProps = { corners: Corners; moved: Vertex | Edge | null; kind: VerdictKind; scale: number };

function Emphasis({ corners, moved, kind, scale }: EmphasisProps) {
  const { stroke, fill } = verdictTone[kind];
  if (moved === null) return null;
  if (isEdge(moved))
    return <path d={lineOf(corners, moved)} className={stroke} strokeWidth={scale * 2.2} strokeLinecap="round" />;
  const { x, y } = corners[moved];
  return (
    <>
      <circle cx={x} cy={y} r={scale * 3.1} className={`fill-paper ${stroke}`} strokeWidth={scale * 0.8} />
      <circle cx={x} cy={y} r={scale * 1.5} className={fill} />
    </>
  );
}

type NamesProps = { corners: Corners; names: Record<Vertex, string>; moved: Vertex | Edge | null; kind: VerdictKind };

function Names({ corners, names, moved, kind }: NamesProps) {
  const touched = (vertex: Vertex) =>
    moved !== null && isEdge(moved) ? edgeEnds[moved].includes(vertex) : moved === vertex;
  return vertices.map((vertex) => {
    const { x, y } = corners[vertex];
    return (
      <Words
        key={vertex}
        x={x}
        y={vertex === "client" ? y - 14 : y + 24}
        anchor="middle"
        size={13}
        className={touched(vertex) ? `font-semibold ${inkFill[kind]}` : "fill-ink-soft"}
      >
        {names[vertex]}
      </Words>
    );
  });
}

const inkFill: Record<VerdictKind, string> = {
  follow: "fill-follow-ink",
  drifting: "fill-drifting-ink",
  stopped: "fill-stopped-ink",
  more: "fill-more-ink",
  early: "fill-unknown-ink",
  unmeasured: "fill-unknown-ink",
};

function isEdge(part: Vertex | Edge): part is Edge {
  return part in edgeEnds;
}

function at({ x, y }: Point): string {
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}

function pathOf({ client, product, store }: Corners): string {
  return `M${at(client)}L${at(store)}L${at(product)}Z`;
}

function lineOf(corners: Corners, edge: Edge): string {
  const [from, to] = edgeEnds[edge];
  return `M${at(corners[from])}L${at(corners[to])}`;
}
