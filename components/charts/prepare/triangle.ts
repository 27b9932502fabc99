export type Vertex = "client" | "product" | "store";
export type Edge = "clientProduct" | "clientStore" | "productStore";
/** Follow rate of each edge against its own baseline: 1 = as before, 0 = gone. */
export type Edges = Record<Edge, number>;
export type Point = { x: number; y: number };
export type Corners = Record<Vertex, Point>;

export const edgeEnds: Record<Edge, readonly [Vertex, Vertex]> = {
  clientProduct: ["client", "product"],
  clientStore: ["client", "store"],
  productStore: ["product", "store"],
};
const opposite: Record<Edge, Vertex> = { clientProduct: "store", clientStore: "product", productStore: "client" };
const edges: readonly Edge[] = ["productStore", "clientProduct", "clientStore"];
const baseline: Corners = {
  client: { x: 0.5, y: -Math.sqrt(3) / 2 },
  product: { x: 0, y: 0 },
  store: { x: 1, y: 0 },
};

/** Side = 1 + 0.3 tanh(-ln(edge)/0.3) (docs: methods 8): 1 at baseline, within [0.7, 1.3], so a triangle always exists. */
export function sideOf(edge: number): number {
  return edge <= 0 ? 1.3 : 1 + 0.3 * Math.tanh(-Math.log(edge) / 0.3);
}

/** The vertex opposite the side that changed least; null where nothing moved visibly (every side within 1% of 1). */
export function movedVertex(of: Edges): Vertex | null {
  const change = (edge: Edge) => Math.abs(sideOf(of[edge]) - 1);
  if (edges.every((edge) => change(edge) < 0.01)) return null;
  return opposite[steadiest(of)];
}

/**
 * Baseline and today's corners in a square of `size` units, y downwards. Today's triangle is laid on the baseline along the side that
 * changed least, so that what moved is seen to move.
 */
export function triangleIn(size: number, of: Edges | null): { baseline: Corners; today: Corners | null } {
  const unit = size * 0.62;
  const place = ({ x, y }: Point): Point => ({ x: size / 2 + (x - 0.5) * unit, y: size * 0.47 + (y + 0.433) * unit });
  return { baseline: mapCorners(baseline, place), today: of === null ? null : mapCorners(laidOn(of), place) };
}

function steadiest(of: Edges): Edge {
  return edges.reduce((best, edge) => (Math.abs(sideOf(of[edge]) - 1) < Math.abs(sideOf(of[best]) - 1) ? edge : best));
}

function laidOn(of: Edges): Corners {
  const base = sideOf(of.productStore);
  const left = sideOf(of.clientProduct);
  const right = sideOf(of.clientStore);
  const x = (left * left + base * base - right * right) / (2 * base);
  const free: Corners = {
    client: { x, y: -Math.sqrt(Math.max(0, left * left - x * x)) },
    product: { x: 0, y: 0 },
    store: { x: base, y: 0 },
  };
  const [from, to] = edgeEnds[steadiest(of)];
  const turn = angle(baseline[from], baseline[to]) - angle(free[from], free[to]);
  const turned = mapCorners(free, ({ x: a, y: b }) => ({
    x: a * Math.cos(turn) - b * Math.sin(turn),
    y: a * Math.sin(turn) + b * Math.cos(turn),
  }));
  const want = middle(baseline[from], baseline[to]);
  const have = middle(turned[from], turned[to]);
  return mapCorners(turned, (point) => ({ x: point.x + want.x - have.x, y: point.y + want.y - have.y }));
}

function mapCorners(corners: Corners, move: (point: Point) => Point): Corners {
  return { client: move(corners.client), product: move(corners.product), store: move(corners.store) };
}

function angle(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x);
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
