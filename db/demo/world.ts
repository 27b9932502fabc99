import { dayNumber, type Period, periodOf, type Season } from "./calendar";
import type { DemoChange } from "./change";
import {
  annecyOpenedAgo,
  bagReplacedAgo,
  deliveryFeeAgo,
  linenPriceAgo,
  lyonMoveAgo,
  mailingKey,
  makeChanges,
} from "./changes";
import { type Moment, makeMoments } from "./exposure";
import { customerId, makePerson, type Person, type Town } from "./people";
import { type Catalogue, makeCatalogue } from "./products";
import { runningTotals } from "./random";
import { makeRhythm, type Rhythm } from "./rhythm";
import { makeStores, neighbours, type Store } from "./stores";
import { makeWeather } from "./weather";

export interface Options {
  readonly customers: number;
  readonly years: number;
  readonly seed: number;
  /** Last complete day, YYYY-MM-DD. */
  readonly today: string;
  /** Store weather (weather.ts). Off for calibrations that ask what is left without it. */
  readonly weather: boolean;
  /** Whether the changes do anything. Off: every change is quiet, and the same people live as if nothing had been done. */
  readonly effects: boolean;
  /** Shops that people have as their home: those of the demo, and as many more like them as are asked for. */
  readonly shops: number;
  /** How often people come: 1 is the demo's, 0.5 half as often. */
  readonly pace: number;
}

/** Everything that people live in: the same for everybody, made once. */
export interface World extends Town {
  readonly options: Options;
  readonly period: Period;
  readonly stores: readonly Store[];
  readonly catalogue: Catalogue;
  readonly changes: readonly DemoChange[];
  readonly moments: readonly Moment[];
  /** Days on which the rows themselves change. */
  readonly days: { readonly bagReplaced: number; readonly linenPrice: number; readonly deliveryFee: number };
  /** First minute of trade of a store on a day. */
  readonly opensAt: (store: number, day: number) => number;
  /** Whether the shop has this article on its shelves on that day. */
  readonly sells: (store: number, product: number, day: number) => boolean;
  readonly reads: (person: Person) => boolean;
}

const neighbourCount = 3;
const nine = 9 * 60;
const ten = 10 * 60;

function makeTown(options: Options, period: Period, stores: readonly Store[], familyCount: number): Town {
  const weather = makeWeather(options.seed, options.weather);
  const rhythms = new Map<string, Rhythm>();
  const rhythm = (home: number, season: Season): Rhythm => {
    const key = `${home} ${season}`;
    const store = stores[home];
    if (store === undefined) throw new RangeError(`There is no store number ${home}.`);
    const known = rhythms.get(key) ?? makeRhythm(period, store, season, (day) => weather(home, day));
    rhythms.set(key, known);
    return known;
  };
  const nearest = stores.map((store, index) =>
    store.row.format === "web" ? [] : neighbours(stores, index, neighbourCount),
  );
  return {
    period,
    stores,
    nearest,
    homeTotals: runningTotals(stores.map((store) => store.weight)),
    familyCount,
    rhythm,
  };
}

/** Those who get the letter: they take letters, came before it was written, and half of them by lot. */
function readersBefore(day: number): World["reads"] {
  return (person) => person.mail && person.dice < 0.5 && (person.arrives === null || person.arrives < day - 7);
}

function opening(changes: readonly DemoChange[], stores: readonly Store[]): World["opensAt"] {
  const waves = changes.find((change) => change.key === "open-at-ten")?.perStoreStart ?? [];
  const since = stores.map((store) => {
    const start = waves.find((wave) => wave.store === store.row.externalId)?.actual;
    return start == null ? Number.POSITIVE_INFINITY : dayNumber(start);
  });
  return (store, day) => (day >= (since[store] ?? Number.POSITIVE_INFINITY) ? ten : nine);
}

function shelves(moments: readonly Moment[]): World["sells"] {
  const children = moments.find((moment) => moment.change === "children-leave");
  return (store, product, day) =>
    children === undefined ||
    day < children.day ||
    !children.inScope({ day, store, channel: 0, fulfilment: 0, products: [product] });
}

export function makeWorld(options: Options): World {
  const period = periodOf(options.today, options.years);
  const ago = (days: number) => period.last - days;
  const stores = makeStores(ago(lyonMoveAgo), ago(annecyOpenedAgo), options.shops);
  const catalogue = makeCatalogue(options.seed);
  const town = makeTown(options, period, stores, catalogue.families.length);
  const withoutList = makeChanges(period.last, () => []);
  const letter = withoutList.find((change) => change.key === mailingKey)?.start.actual;
  const reads = readersBefore(letter == null ? period.last : dayNumber(letter));
  const list = () => {
    const people = Array.from({ length: options.customers }, (_, index) => makePerson(options.seed, index, town));
    return people.filter(reads).map((person) => customerId(person.index));
  };
  const moments = makeMoments(withoutList, stores, catalogue.rows);
  let changes: readonly DemoChange[] | undefined;
  return {
    ...town,
    options,
    period,
    stores,
    catalogue,
    moments,
    reads,
    get changes() {
      changes ??= makeChanges(period.last, list);
      return changes;
    },
    days: { bagReplaced: ago(bagReplacedAgo), linenPrice: ago(linenPriceAgo), deliveryFee: ago(deliveryFeeAgo) },
    opensAt: opening(withoutList, stores),
    sells: shelves(moments),
  };
}
