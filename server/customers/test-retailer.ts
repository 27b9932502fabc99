import { sql } from "drizzle-orm";
import { bigints, floats, integers } from "@/db/array-parameter";
import type { TestDatabase } from "@/db/testing";
import { inWorkspace, type Scope } from "../scope";
import { beta, exponential, gamma, type Random, seededRandom } from "../stats/random";
import { deriveVisits } from "./derive-visits";

export const FIRST_DAY = "2024-01-01";
const DAY_MS = 86_400_000;

/** The ISO day `days` after `day`. */
export function plus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export interface TestRetailerOptions {
  seed: number;
  customers: number;
  /** Days of data from 1 January 2024 on. */
  days: number;
  stores?: number;
  /** Share of the occasions made elsewhere than in the main store (0.15). */
  stray?: number;
  /** Share of the occasions due at this store from this day on that do not happen any more (a true loss). */
  loss?: { store: number; from: number; share: number };
}

export interface TestRetailer {
  workspaceId: number;
  sourceId: number;
  /** The last one is the web shop. */
  stores: number[];
  /** Ten products in two categories. */
  products: number[];
  categories: number[];
  lastDay: string;
  /** Runs in a transaction of the application login. */
  inScope<T>(work: (scope: Scope) => Promise<T>, on?: string): Promise<T>;
  /** Derives the visits, as the job does. */
  derive(): Promise<void>;
}

/**
 * A small retailer for tests: BG/NBD customers with a main store, one line a purchase and now and then a refund, an anonymous
 * buyer; rows written as an import would leave them.
 */
export async function testRetailer(database: TestDatabase, options: TestRetailerOptions): Promise<TestRetailer> {
  const random = seededRandom(options.seed);
  const { owner, app } = database;
  const lastDay = plus(FIRST_DAY, options.days - 1);
  const [place] = await owner.db.execute<{ id: number }>(sql`
    insert into workspace (slug, name, currency, tz, pinned_day)
    values (${`test-${options.seed}-${options.customers}-${options.days}`}, 'Test', 'EUR', 'Europe/Paris', ${lastDay}::date) returning id`);
  const workspaceId = place?.id ?? 0;
  const [source] = await owner.db.execute<{ id: string }>(sql`
    insert into source (workspace_id, name, complete_through) values (${workspaceId}, 'till', ${lastDay}::date) returning id`);
  const sourceId = Number(source?.id);
  const stores = await insertStores(database, workspaceId, sourceId, options.stores ?? 6);
  const { categories, products } = await insertProducts(database, workspaceId, sourceId);
  const customers = await insertCustomers(database, workspaceId, options.customers);
  const lines = drawLines(random, options, stores.length, products.length, customers.length);
  await insertLines(database, { workspaceId, sourceId, stores, products, customers, lines, lastDay });
  const inScope: TestRetailer["inScope"] = (work, on) =>
    inWorkspace(
      app.db,
      { workspaceId, actor: { kind: "command", name: "test" }, now: new Date(`${lastDay}T12:00:00Z`), on },
      work,
    );
  await owner.sql`analyze customer, product, purchase_line`;
  const derive = async () => {
    await inScope(deriveVisits);
    await owner.sql`analyze visit`;
  };
  return { workspaceId, sourceId, stores, products, categories, lastDay, inScope, derive };
}

async function insertStores({ owner }: TestDatabase, workspaceId: number, sourceId: number, count: number) {
  const rows = await owner.db.execute<{ id: string }>(sql`
    insert into store (workspace_id, source_id, external_id, name)
    select ${workspaceId}, ${sourceId}, 's' || n, case when n = ${count} then 'Web' else 'Shop ' || n end
    from generate_series(1, ${count}::int) n order by n returning id`);
  return rows.map((row) => Number(row.id));
}

async function insertProducts({ owner }: TestDatabase, workspaceId: number, sourceId: number) {
  const kinds = await owner.db.execute<{ id: string }>(sql`
    insert into product (workspace_id, source_id, external_id, kind, name)
    select ${workspaceId}, ${sourceId}, 'c' || n, 'category', 'Family ' || n from generate_series(1, 2) n order by n returning id`);
  const categories = kinds.map((row) => Number(row.id));
  const rows = await owner.db.execute<{ id: string }>(sql`
    insert into product (workspace_id, source_id, external_id, kind, name, parent_id, merchandise)
    select ${workspaceId}, ${sourceId}, 'p' || n, 'product', 'Thing ' || n, (${bigints(categories)})[1 + n / 6], n < 10
    from generate_series(1, 10) n order by n returning id`);
  return { categories, products: rows.map((row) => Number(row.id)) };
}

async function insertCustomers({ owner }: TestDatabase, workspaceId: number, count: number): Promise<number[]> {
  const rows = await owner.db.execute<{ customer_id: string }>(sql`
    insert into customer (workspace_id, kind, reference)
    select ${workspaceId}, case when n = 1 then 'anonymous' else 'person' end, 'r' || n from generate_series(1, ${count + 1}::int) n
    order by n returning customer_id`);
  return rows.map((row) => Number(row.customer_id));
}

interface Lines {
  customer: number[];
  day: number[];
  store: number[];
  product: number[];
  amount: number[];
  refund: number[];
  minute: number[];
}

function drawLines(
  random: Random,
  options: TestRetailerOptions,
  stores: number,
  products: number,
  people: number,
): Lines {
  const lines: Lines = { customer: [], day: [], store: [], product: [], amount: [], refund: [], minute: [] };
  const pick = (n: number) => Math.floor(random() * n);
  for (let customer = 0; customer < people; customer += 1) {
    const rate = gamma(random, 1.2) / 40;
    const leaves = customer === 0 ? 0 : beta(random, 0.6, 6);
    const main = pick(stores);
    for (let at = pick(options.days * 0.8); at < options.days; at += exponential(random) / rate) {
      const store = random() >= (options.stray ?? 0.15) ? main : pick(stores);
      const { loss } = options;
      if (loss && loss.store === store && at >= loss.from && random() < loss.share) continue;
      const refund = random() < 0.03;
      for (let n = 1 + pick(2); n > 0; n -= 1) {
        lines.customer.push(customer);
        lines.day.push(Math.floor(at));
        lines.store.push(store);
        lines.product.push(pick(products));
        lines.amount.push(Math.round(500 + 4000 * random()) * (refund ? -1 : 1));
        lines.refund.push(refund ? 1 : 0);
        lines.minute.push(540 + pick(600));
      }
      if (random() < leaves) break;
    }
  }
  return lines;
}

interface Written {
  workspaceId: number;
  sourceId: number;
  stores: number[];
  products: number[];
  customers: number[];
  lines: Lines;
  lastDay: string;
}

async function insertLines({ owner }: TestDatabase, all: Written): Promise<void> {
  const { workspaceId, sourceId, stores, products, customers, lines, lastDay } = all;
  const [batch] = await owner.db.execute<{ id: string }>(sql`
    insert into import_batch (workspace_id, source_id, kind, files, mapping, state, created_at, first_day, last_day)
    values (${workspaceId}, ${sourceId}, 'purchases', '[]', '{}', 'done', now(), ${FIRST_DAY}::date, ${lastDay}::date) returning id`);
  await owner.db.execute(sql`
    insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id, product_id,
      channel, fulfilment, kind, quantity, amount_minor, batch_id)
    select ${workspaceId}, (${bigints(customers)})[customer + 1], ${sourceId}, decode(lpad(to_hex(n), 32, '0'), 'hex'), n,
      ${FIRST_DAY}::date + day + minute * interval '1 minute', ${FIRST_DAY}::date + day, minute, (${bigints(stores)})[store + 1],
      (${bigints(products)})[product + 1], case when store = ${stores.length - 1} then 'web' else 'store' end,
      case when store = ${stores.length - 1} then 'delivery' else 'store' end,
      case when refund = 1 then 'refund' else 'sale' end, case when refund = 1 then -1 else 1 end, amount, ${Number(batch?.id)}
    from unnest(${integers(lines.customer)}, ${integers(lines.day)}, ${integers(lines.store)}, ${integers(lines.product)},
      ${floats(lines.amount)}, ${integers(lines.refund)}, ${integers(lines.minute)})
      with ordinality as l (customer, day, store, product, amount, refund, minute, n)`);
}
