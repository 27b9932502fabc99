import type postgres from "postgres";
import { isoDay } from "@/db/demo/calendar";
import { clock } from "./line-row";
import type { BenchRetailer, Sold } from "./retailer";

const header = "receipt,line,at,customer,store,product,quantity,amount,channel,fulfilment,kind\n";

/** Lines as a file of purchases, each on its own day. */
export function* purchasesCsv(retailer: BenchRetailer, lines: Iterable<Sold>): Generator<string> {
  yield header;
  for (const line of lines) yield `${line.receipt},${line.line},${isoDay(line.day)}${restOf(retailer, line)}`;
}

/** Lines that have not come in yet, kept in the database in the order of their days. */
export async function keepHeld(sql: postgres.Sql, retailer: BenchRetailer, held: Sold[]): Promise<void> {
  await sql`create table bench_held (n serial primary key, day int not null, receipt text not null, rest text not null)`;
  const rows = held
    .sort((one, other) => one.day - other.day)
    .map((line) => ({ day: line.day, receipt: `${line.receipt},${line.line}`, rest: restOf(retailer, line) }));
  await sql`
    insert into bench_held (day, receipt, rest)
    select day, receipt, rest from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(day int, receipt text, rest text)`;
}

/** Time, customer, place, article and money of a line, as its file has them. */
function restOf({ stores, products }: BenchRetailer, line: Sold): string {
  const { customer, quantity, amountMinor, channel, fulfilment, kind } = line;
  const place = `${stores[line.store]?.externalId},${products[line.product]?.externalId}`;
  return `T${clock(line.second)},${customer ?? ""},${place},${quantity},${(amountMinor / 100).toFixed(2)},${channel},${fulfilment},${kind}\n`;
}

/** The next `count` lines that have not come in yet, all poured into one day: the text of their file. */
export async function nextDay(sql: postgres.Sql, day: string, count: number): Promise<string> {
  const rows = await take(sql, count);
  return `${header}${rows.map(({ receipt, rest }) => `${receipt},${day}${rest}`).join("")}`;
}

/**
 * Lines of `days` days that have not come in yet, as those after `after`: each takes a whole day of the same weekday, or shops that
 * rest on Sundays would be found shut on another day, and waited for.
 */
export async function nextDays(sql: postgres.Sql, after: number, days: number): Promise<string> {
  const [held] = await sql<{ first: number }[]>`select coalesce(min(day), 0) as first from bench_held`;
  // The first day may have given part of its lines already.
  const from = (held?.first ?? 0) + 1;
  const text: string[] = [header];
  for (let day = after + 1; day <= after + days; day += 1) {
    const same = from + ((((day - from) % 7) + 7) % 7);
    const rows = await sql<{ receipt: string; rest: string }[]>`
      with taken as (delete from bench_held where day = ${same} returning n, receipt, rest)
      select receipt, rest from taken order by n`;
    if (rows.length === 0) throw new Error(`Too few lines are held back: none of ${isoDay(same)}.`);
    text.push(...rows.map(({ receipt, rest }) => `${receipt},${isoDay(day)}${rest}`));
  }
  return text.join("");
}

function take(sql: postgres.Sql, count: number) {
  return sql<{ day: number; receipt: string; rest: string }[]>`
    with taken as (
      delete from bench_held where n in (select n from bench_held order by n limit ${count}) returning n, day, receipt, rest
    )
    select day, receipt, rest from taken order by n`;
}
