import type { InteractionRow, SurveyRow } from "./answers";
import { demoToday } from "./calendar";
import type { DemoChange } from "./change";
import { follow, type Gathered } from "./follow";
import { Ledger, type PurchaseRow } from "./ledger";
import { type CustomerRow, customerRow, makePerson } from "./people";
import type { ProductRow } from "./products";
import type { StoreRow } from "./stores";
import { demoShops } from "./stores";
import { tally } from "./tally";
import type { Truth } from "./truth";
import { addWalkIns } from "./walk-ins";
import { makeWorld, type Options } from "./world";

export const defaults: Options = {
  customers: 20_000,
  years: 3,
  seed: 10,
  today: demoToday,
  weather: true,
  effects: true,
  shops: demoShops,
  pace: 1,
};

/** Receipt numbers hold the customer's number in 20 bits. */
const mostCustomers = 1_000_000;

export interface Simulation {
  readonly options: Options;
  readonly name: string;
  readonly currency: string;
  readonly tz: string;
  readonly stores: readonly StoreRow[];
  readonly products: readonly ProductRow[];
  readonly changes: readonly DemoChange[];
  readonly customers: () => Generator<CustomerRow>;
  /** Lines in order of days. */
  readonly purchaseLines: () => Generator<PurchaseRow>;
  /** Answers in order of time. */
  readonly surveyResponses: () => Generator<SurveyRow>;
  /** Contacts, complaints and letters in order of time. */
  readonly interactions: () => Generator<InteractionRow>;
  /** What the changes really did. Never give it to anything that the product reads. */
  readonly truth: () => Truth;
}

interface Ran extends Gathered {
  readonly ledger: Ledger;
  readonly truth: Truth;
}

function byTime(
  p: { readonly at: string; readonly id: string },
  q: { readonly at: string; readonly id: string },
): number {
  return p.at < q.at ? -1 : p.at > q.at ? 1 : p.id < q.id ? -1 : 1;
}

/**
 * A simulated retailer, the same for the same options. Nothing is computed before it is read; the first reading of
 * lines, answers, interactions or truth lives through all customers once (about 3 s for 20,000 over 3 years).
 */
export function simulate(given: Partial<Options> = {}): Simulation {
  const options: Options = { ...defaults, ...given };
  if (!Number.isInteger(options.customers) || options.customers < 1 || options.customers > mostCustomers) {
    throw new RangeError(
      `The number of customers is ${options.customers}. Use a whole number from 1 to ${mostCustomers}.`,
    );
  }
  if (!(options.years >= 1 && options.years <= 10))
    throw new RangeError(`The number of years is ${options.years}. Use 1 to 10.`);
  const world = makeWorld(options);
  let ran: Ran | undefined;
  const run = (): Ran => {
    if (ran !== undefined) return ran;
    const ledger = new Ledger(world.period, world.stores, world.catalogue.rows);
    const gathered: Gathered = {
      ledger,
      answers: [],
      interactions: [],
    };
    const counting = tally(options);
    for (let index = 0; index < options.customers; index++) {
      const person = makePerson(options.seed, index, world);
      counting.add(person, follow(world, person, gathered));
    }
    addWalkIns(world, ledger);
    gathered.answers.sort(byTime);
    gathered.interactions.sort(byTime);
    ran = { ...gathered, ledger, truth: counting.truth(world.period) };
    return ran;
  };
  return {
    options,
    name: "Maison Arpège",
    currency: "EUR",
    tz: "Europe/Paris",
    stores: world.stores.map((store) => store.row),
    products: world.catalogue.rows,
    get changes() {
      return world.changes;
    },
    *customers() {
      for (let index = 0; index < options.customers; index++)
        yield customerRow(options.seed, makePerson(options.seed, index, world), world);
    },
    *purchaseLines() {
      yield* run().ledger.rows();
    },
    *surveyResponses() {
      yield* run().answers;
    },
    *interactions() {
      yield* run().interactions;
    },
    truth: () => run().truth,
  };
}
