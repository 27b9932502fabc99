import { demoToday } from "@/db/demo/calendar";
import { follow } from "@/db/demo/follow";
import { channels, fulfilments, type Line, type Receipt, type Till } from "@/db/demo/ledger";
import { customerId, makePerson } from "@/db/demo/people";
import type { ProductRow } from "@/db/demo/products";
import { defaults } from "@/db/demo/simulate";
import type { StoreRow } from "@/db/demo/stores";
import { walkInsByStore } from "@/db/demo/walk-ins";
import { makeWorld, type World } from "@/db/demo/world";

const YEARS = 2;
/** About ten lines for everybody who comes at all in the two years. */
const PACE = 0.385;
/** Receipt numbers hold the person in 20 bits. */
const mostPeople = 2 ** 20;

/** One article on one receipt. `day`: days since 1970-01-01; `second`: of the local day. */
export interface Sold {
  receipt: string;
  line: string;
  customer: string | null;
  day: number;
  second: number;
  store: number;
  product: number;
  quantity: number;
  amountMinor: number;
  channel: string;
  fulfilment: string;
  kind: "sale" | "refund";
}

export interface BenchRetailer {
  stores: readonly StoreRow[];
  products: readonly ProductRow[];
  firstDay: number;
  lastDay: number;
  /** All lines: person by person, then those of each store's passers-by. Never more than one of them in memory. */
  sold(): Generator<Sold[]>;
}

/** The simulated retailer at this size; about ten lines a customer over two years. */
export function benchRetailer(customers: number, stores: number): BenchRetailer {
  // Beside the shops there are the web shop and the new address of one that moved.
  const options = { ...defaults, customers, years: YEARS, today: demoToday, shops: stores - 2, pace: PACE };
  const world = makeWorld(options);
  return {
    stores: world.stores.map(({ row }) => row),
    products: world.catalogue.rows,
    firstDay: world.period.first,
    lastDay: world.period.last,
    sold: () => sold(world, customers),
  };
}

function* sold(world: World, customers: number): Generator<Sold[]> {
  const till = new PassingTill(world);
  const gathered = { ledger: till, answers: [], interactions: [] };
  for (let index = 0, came = 0; came < customers && index < mostPeople; index += 1) {
    follow(world, makePerson(world.options.seed, index, world), gathered);
    gathered.answers.length = 0;
    gathered.interactions.length = 0;
    const lines = till.take();
    if (lines.length === 0) continue;
    came += 1;
    yield lines;
  }
  for (const _ of walkInsByStore(world, till)) yield till.take();
}

/** Keeps what was rung up only until it is taken, and which days of which stores saw anybody. */
class PassingTill implements Till {
  private lines: Sold[] = [];
  private readonly days: number;
  private readonly served: Uint8Array;

  constructor(private readonly world: World) {
    this.days = world.period.last - world.period.first + 1;
    this.served = new Uint8Array(world.stores.length * this.days);
  }

  add(at: Receipt, lines: readonly Line[]): void {
    this.served[at.store * this.days + at.day - this.world.period.first] = 1;
    const receipt = `${this.world.stores[at.store]?.row.externalId}-${at.number.toString(36)}`;
    const customer = at.buyer < 0 ? null : customerId(at.buyer);
    const channel = channels[at.channel] ?? "store";
    const fulfilment = fulfilments[at.fulfilment] ?? "store";
    const kind = at.refund ? "refund" : "sale";
    const { day, second, store } = at;
    for (const [n, { product, quantity, amountMinor }] of lines.entries()) {
      const line = `${receipt}-${n + 1}`;
      // One literal for all properties: ten million of these are made.
      this.lines.push({
        receipt,
        line,
        customer,
        day,
        second,
        store,
        product,
        quantity,
        amountMinor,
        channel,
        fulfilment,
        kind,
      });
    }
  }

  hasServed(store: number, day: number): boolean {
    return this.served[store * this.days + day - this.world.period.first] === 1;
  }

  take(): Sold[] {
    const lines = this.lines;
    this.lines = [];
    return lines;
  }
}
