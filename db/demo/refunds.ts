import { weekday } from "./calendar";
import type { Line, Receipt } from "./ledger";
import type { Stream } from "./random";
import { isOpen, standing } from "./stores";
import type { World } from "./world";

/** What of this receipt is brought back 3 to 25 days later, if anything: fees and free articles never are. */
export function refundOf(
  world: World,
  stream: Stream,
  sale: Receipt,
  lines: readonly Line[],
  number: number,
): { receipt: Receipt; lines: Line[] } | null {
  const sent = sale.fulfilment === 1;
  if (!stream.chance(sent ? 0.14 : 0.05)) return null;
  const back = lines.filter(
    (line) => line.amountMinor > 0 && world.catalogue.rows[line.product]?.merchandise && stream.chance(0.6),
  );
  const wished = sale.day + stream.between(3, 25);
  const day = weekday(wished) === 6 ? wished + 1 : wished;
  const store = standing(world.stores, sale.store, day);
  const place = world.stores[store];
  if (back.length === 0 || day > world.period.last || place === undefined || !isOpen(place, day)) return null;
  const second = (world.opensAt(store, day) + stream.between(20, 500)) * 60;
  const receipt = {
    ...sale,
    number,
    day,
    second,
    store,
    fulfilment: sent ? 1 : 0,
    channel: sent ? sale.channel : 0,
    refund: true,
  };
  return {
    receipt,
    lines: back.map((line) => ({ ...line, quantity: -line.quantity, amountMinor: -line.amountMinor })),
  };
}
