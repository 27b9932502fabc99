import { isoDay, type Period } from "./calendar";
import { customerId } from "./people";
import type { ProductRow } from "./products";
import { scramble } from "./random";
import type { Store } from "./stores";
import { Table } from "./table";

export const channels = ["store", "web", "app", "phone"] as const;
export const fulfilments = ["store", "delivery", "click_and_collect"] as const;

/** One article on one receipt, as the purchases file has it. */
export interface PurchaseRow {
  readonly receipt: string;
  /** Unique over the whole file. */
  readonly line: string;
  /** Local time at the store, YYYY-MM-DDTHH:MM:SS. */
  readonly at: string;
  readonly store: string;
  readonly product: string;
  /** Null on an anonymous receipt. */
  readonly customer: string | null;
  readonly quantity: number;
  /** Paid, tax included; negative on refunds. */
  readonly amountMinor: number;
  readonly channel: (typeof channels)[number];
  readonly fulfilment: (typeof fulfilments)[number];
  readonly kind: "sale" | "refund";
}

/** What the lines of one receipt share. `number` is unique; `buyer` is -1 when nobody showed a card. */
export interface Receipt {
  readonly number: number;
  readonly day: number;
  readonly second: number;
  readonly store: number;
  readonly channel: number;
  readonly fulfilment: number;
  readonly buyer: number;
  readonly refund: boolean;
}

export interface Line {
  readonly product: number;
  readonly quantity: number;
  readonly amountMinor: number;
}

/** Where receipts are rung up. */
export type Till = Pick<Ledger, "add" | "hasServed">;

/** Columns of the receipts; `firstLine` points into the lines, which follow each other receipt by receipt. */
const columns = { number: 0, day: 1, second: 2, store: 3, way: 4, buyer: 5, firstLine: 6 } as const;
const receiptWidth = 7;
const lineWidth = 3;

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function clock(second: number): string {
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}

/** Receipts and lines in typed columns (about 25 bytes a line), sorted by day only when they are read. */
export class Ledger {
  private readonly receipts = new Table(receiptWidth);
  private readonly lines = new Table(lineWidth);
  private readonly days: number;
  private readonly served: Uint8Array;

  constructor(
    private readonly period: Period,
    private readonly stores: readonly Store[],
    private readonly products: readonly ProductRow[],
  ) {
    this.days = period.last - period.first + 1;
    this.served = new Uint8Array(stores.length * this.days);
  }

  add(receipt: Receipt, lines: readonly Line[]): void {
    const { number, day, second, store, channel, fulfilment, buyer, refund } = receipt;
    const way = channel + 8 * fulfilment + (refund ? 64 : 0);
    this.receipts.add(number | 0, day, second, store, way, buyer, this.lines.length);
    this.served[store * this.days + day - this.period.first] = 1;
    for (const line of lines) this.lines.add(line.product, line.quantity, line.amountMinor);
  }

  /** Whether the store has rung up anything on that day so far. */
  hasServed(store: number, day: number): boolean {
    return this.served[store * this.days + day - this.period.first] === 1;
  }

  /** All lines by day, then time of day, whole receipts together. */
  *rows(): Generator<PurchaseRow> {
    const byDay: number[][] = Array.from({ length: this.days }, () => []);
    for (let i = 0; i < this.receipts.length; i++) byDay[this.receipts.at(i, columns.day) - this.period.first]?.push(i);
    for (const [n, receipts] of byDay.entries()) {
      const day = isoDay(this.period.first + n);
      receipts.sort((p, q) => this.receipts.at(p, columns.second) - this.receipts.at(q, columns.second) || p - q);
      for (const receipt of receipts) for (const row of this.rowsOf(receipt, day)) yield row;
    }
  }

  private rowsOf(at: number, day: string): PurchaseRow[] {
    const { receipts, lines } = this;
    const store = this.stores[receipts.at(at, columns.store)]?.row.externalId ?? "";
    const number = scramble(receipts.at(at, columns.number)).toString(36).toUpperCase().padStart(7, "0");
    const receipt = `${store}-${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8)}-${number}`;
    const way = receipts.at(at, columns.way);
    const buyer = receipts.at(at, columns.buyer);
    const customer = buyer < 0 ? null : customerId(buyer);
    const time = `${day}T${clock(receipts.at(at, columns.second))}`;
    const first = receipts.at(at, columns.firstLine);
    const end = at + 1 < receipts.length ? receipts.at(at + 1, columns.firstLine) : lines.length;
    const rows: PurchaseRow[] = [];
    for (let i = first; i < end; i++) {
      rows.push({
        receipt,
        line: `${receipt}-${i - first + 1}`,
        at: time,
        store,
        product: this.products[lines.at(i, 0)]?.externalId ?? "",
        customer,
        quantity: lines.at(i, 1),
        amountMinor: lines.at(i, 2),
        channel: channels[way & 7] ?? "store",
        fulfilment: fulfilments[(way >> 3) & 7] ?? "store",
        kind: way >= 64 ? "refund" : "sale",
      });
    }
    return rows;
  }
}
