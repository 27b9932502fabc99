/**
 * Moves positions apart until neighbours are at least `gap` from each other and all lie in [low, high], keeping their order and moving
 * as little as a single pass each way allows. Too many for the room: they are spaced evenly over it.
 */
export function spread(positions: readonly number[], gap: number, [low, high]: readonly [number, number]): number[] {
  const order = positions.map((position, place) => ({ position, place })).sort((a, b) => a.position - b.position);
  const room = high - low;
  if ((order.length - 1) * gap > room) {
    const step = order.length > 1 ? room / (order.length - 1) : 0;
    return unsort(order.map((entry, rank) => ({ place: entry.place, position: low + rank * step })));
  }
  let floor = low;
  const pushed = order.map(({ position, place }) => {
    const at = Math.max(position, floor);
    floor = at + gap;
    return { place, position: at };
  });
  let ceiling = high;
  for (const entry of pushed.toReversed()) {
    entry.position = Math.min(entry.position, ceiling);
    ceiling = entry.position - gap;
  }
  return unsort(pushed);
}

function unsort(entries: readonly { place: number; position: number }[]): number[] {
  return [...entries].sort((a, b) => a.place - b.place).map((entry) => entry.position);
}
