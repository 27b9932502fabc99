import { fillBasket, type Taste } from "./basket";
import type { Receipt, Till } from "./ledger";
import { runningTotals, Stream } from "./random";
import { demoShops, demoWeight, isOpen } from "./stores";
import type { World } from "./world";

/** Receipts a day without a card, per customer of the base and unit of store weight, at average speed. */
const rate = 6.2e-5;
const firstNumber = 0x80000000;

/** From this many a day on average (some 4 lines in all) a store has no empty day: a gap means that data are missing (D9). */
const neverEmptyFrom = 0.25;

function passerBy(world: World, stream: Stream): Taste {
  const families = runningTotals(Array.from({ length: world.familyCount }, () => 1));
  return { families, lines: 0.9 + stream.next(), taste: 0, kind: "occasional" };
}

/** The same passers-by, shared by however many shops there are. */
function crowding({ stores, options }: World): number {
  const weight = stores.reduce((sum, store) => sum + store.weight, 0);
  return options.shops === demoShops ? 1 : demoWeight / weight;
}

/** Anonymous receipts of every open store-day. Call after the customers: it fills the days on which none of them came. */
export function addWalkIns(world: World, ledger: Till): void {
  for (const _ of walkInsByStore(world, ledger));
}

/** The same, store by store, for whom all of them at once are too many. Yields the number of the store that is done. */
export function* walkInsByStore(world: World, ledger: Till): Generator<number> {
  const base = rate * world.options.customers * world.options.pace * crowding(world);
  let count = 0;
  for (const [index, store] of world.stores.entries()) {
    const home = store.weight > 0 ? index : world.stores.findIndex((other) => other.successor === index);
    const rhythm = world.rhythm(home, "even");
    const weight = (world.stores[home]?.weight ?? 0) * store.anonymity;
    const neverEmpty = base * (world.stores[home]?.weight ?? 0) >= neverEmptyFrom;
    for (let day = world.period.first; day <= world.period.last; day++) {
      if (!isOpen(store, day)) continue;
      const stream = new Stream(world.options.seed, 5, index * 65536 + (world.period.last - day));
      const mean = base * weight * rhythm.speed(day);
      const empty = neverEmpty && !ledger.hasServed(index, day);
      const receipts = Math.max(empty ? 1 : 0, stream.poisson(mean));
      for (let i = 0; i < receipts; i++) {
        const web = store.row.format === "web";
        const second = stream.between(web ? 7 * 3600 : world.opensAt(index, day) * 60, web ? 23 * 3600 : 19 * 3600);
        const receipt: Receipt = {
          number: firstNumber + count++,
          day,
          second,
          store: index,
          channel: web ? 1 : 0,
          fulfilment: web ? 1 : 0,
          buyer: -1,
          refund: false,
        };
        ledger.add(receipt, fillBasket(world, stream, passerBy(world, stream), receipt));
      }
    }
    yield index;
  }
}
