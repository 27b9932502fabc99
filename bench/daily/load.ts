import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isoDay } from "@/db/demo/calendar";
import { clientOf } from "@/db/transaction-client";
import { IdentityHashes } from "@/server/ingest/keys";
import { judgeFrom, recountDays } from "@/server/ingest/store-days";
import type { Workshop } from "@/server/jobs/run";
import { lineRow, type Places } from "./line-row";
import type { BenchRetailer, Sold } from "./retailer";
import { withoutIndexes } from "./without-indexes";
import { importCatalogue, sourceName } from "./workspace";

export interface Loaded {
  customers: number;
  lines: number;
  /** Lines of the days after the last that was loaded, in no order. */
  held: Sold[];
}

/**
 * Writes a retailer's rows up to `lastDay` as one import of purchases would leave them, by COPY; indexes are built afterwards.
 * Stores, products and the days of stores come by the product's own verbs.
 */
export async function loadRetailer(
  workshop: Workshop,
  workspaceId: number,
  retailer: BenchRetailer,
  lastDay: number,
): Promise<Loaded> {
  const places = await makePlaces(workshop, workspaceId, retailer, lastDay);
  const held: Sold[] = [];
  const people = new People(places);
  const { sql } = workshop.owner;
  let lines = 0;
  const texts = function* () {
    let text = "";
    for (const all of retailer.sold()) {
      const now = all.filter(({ day }) => day <= lastDay);
      if (now.length < all.length) held.push(...all.filter(({ day }) => day > lastDay));
      if (now.length === 0) continue;
      lines += now.length;
      const customerId = people.of(now);
      for (const line of now) text += lineRow(places, customerId, line);
      if (text.length < 65_536) continue;
      yield text;
      text = "";
    }
    yield text;
  };
  await withoutIndexes(sql, "purchase_line", async () => {
    await pipeline(
      Readable.from(texts()),
      await sql`
      copy purchase_line (workspace_id, customer_id, source_id, line_key, identity_hash, receipt_key, at, day, minute, store_id,
        product_id, channel, fulfilment, kind, quantity, amount_minor, batch_id) from stdin`.writable(),
    );
  });
  await withoutIndexes(sql, "customer", async () => {
    const into = sql`copy customer (workspace_id, customer_id, kind, reference, store_id) from stdin`;
    await pipeline(Readable.from(people.customers()), await into.writable());
  });
  await withoutIndexes(sql, "identity", async () => {
    const into = sql`
      copy identity (workspace_id, source_id, kind, value_hash, customer_id, first_seen, batch_id) from stdin`;
    await pipeline(Readable.from(people.identities()), await into.writable());
  });
  await leaveBehind(workshop, places, retailer, lastDay);
  return { customers: people.count, lines, held };
}

async function makePlaces(
  workshop: Workshop,
  workspaceId: number,
  retailer: BenchRetailer,
  lastDay: number,
): Promise<Places> {
  const { sql } = workshop.owner;
  const sourceId = await importCatalogue(workshop, workspaceId, retailer);
  const [batch] = await sql<{ id: string }[]>`
    insert into import_batch (workspace_id, source_id, references_id, kind, files, mapping, state, created_at, finished_at,
      first_day, last_day, complete_through)
    values (${workspaceId}, ${sourceId}, ${sourceId}, 'purchases', '[]', '{}', 'done', now(), now(),
      ${isoDay(retailer.firstDay)}, ${isoDay(lastDay)}, ${isoDay(lastDay)}) returning id`;
  const [secret] = await sql<{ identity_key: Uint8Array }[]>`
    select identity_key from workspace_secret where workspace_id = ${workspaceId}`;
  if (!batch || !secret) throw new Error("The bench's workspace was not made.");
  const stores = await idsOf(sql<Named[]>`select id, external_id from store where workspace_id = ${workspaceId}`);
  const products = await idsOf(sql<Named[]>`
    select id, external_id from product where workspace_id = ${workspaceId} and kind = 'product'`);
  return {
    workspaceId,
    sourceId,
    sourceName,
    batchId: Number(batch.id),
    hashes: new IdentityHashes(secret.identity_key),
    stores: retailer.stores.map(({ externalId }) => ({ externalId, id: stores.get(externalId) ?? 0 })),
    products: retailer.products.map(({ externalId }) => products.get(externalId) ?? 0),
  };
}

interface Named {
  id: string;
  external_id: string;
}

async function idsOf(rows: PromiseLike<Named[]>): Promise<Map<string, number>> {
  return new Map((await rows).map(({ id, external_id: name }) => [name, Number(id)]));
}

/** Everybody who bought, numbered as they come; a store's passers-by are one customer (D5). */
class People {
  count = 0;
  private readonly references: string[] = [];
  private readonly firstDays: number[] = [];
  private readonly anonymous: { customerId: number; store: number }[] = [];

  constructor(private readonly places: Places) {}

  of(lines: readonly Sold[]): number {
    const [first] = lines;
    this.count += 1;
    if (first && first.customer !== null) {
      this.references.push(first.customer);
      this.firstDays.push(lines.reduce((day, line) => Math.min(day, line.day), first.day));
    } else this.anonymous.push({ customerId: this.count, store: first?.store ?? 0 });
    return this.count;
  }

  *customers(): Generator<string> {
    const { workspaceId, stores } = this.places;
    for (const [i, reference] of this.references.entries())
      yield `${workspaceId}\t${i + 1}\tperson\t${reference}\t\\N\n`;
    for (const { customerId, store } of this.anonymous)
      yield `${workspaceId}\t${customerId}\tanonymous\t\\N\t${stores[store]?.id}\n`;
  }

  *identities(): Generator<string> {
    const { workspaceId, sourceId, batchId, hashes } = this.places;
    for (const [i, reference] of this.references.entries()) {
      const day = isoDay(this.firstDays[i] ?? 0);
      yield `${workspaceId}\t${sourceId}\treference\t\\\\x${hashes.of(reference)}\t${i + 1}\t${day}\t${batchId}\n`;
    }
  }
}

/** What an import writes beside the rows themselves. */
async function leaveBehind(
  workshop: Workshop,
  { workspaceId, sourceId, batchId }: Places,
  { firstDay }: BenchRetailer,
  lastDay: number,
): Promise<void> {
  await workshop.owner.db.transaction(async (db) => {
    const sql = clientOf(db);
    const target = { sql, workspaceId, sourceId, referencesId: sourceId, batchId };
    await sql`select setval(pg_get_serial_sequence('customer', 'customer_id'),
      (select max(customer_id) from customer where workspace_id = ${workspaceId}))`;
    await sql`
      insert into overwritten_value (workspace_id, table_name, row_id, column_name, by_batch, at)
      select workspace_id, 'customer', customer_id, '*', ${batchId}::bigint, now() from customer
      where workspace_id = ${workspaceId} and kind = 'person'`;
    await sql`
      insert into touched_customer (workspace_id, customer_id, from_day)
      select workspace_id, customer_id, first_seen from identity where workspace_id = ${workspaceId}`;
    await sql`update source set complete_through = ${isoDay(lastDay)} where workspace_id = ${workspaceId}`;
    await recountDays(target, `select store_id, day from purchase_line where workspace_id = ${workspaceId}`);
    await judgeFrom(target, isoDay(firstDay));
  });
}
