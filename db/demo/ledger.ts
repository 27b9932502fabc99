import { isoDay, type Period } from "./calendar";
import { customerId } from "./people";
import type { ProductRow } from "./products";
import { scramble } from "./random";
import type { Store } from "./stores";

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

const fields = 5;

function clock(second: number): string {
  const two = (value: number) => (value < 10 ? `0${value}` : String(value));
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}

/** Receipts and lines in typed columns (about 45 bytes a line), sorted by day only when they are read. */
export class Ledger {
  private readonly receipts: Receipt[] = [];
  private lines = new Int32Array(1 << 16);
  private used = 0;
  private readonly served: Uint8Array;

  constructor(
    private readonly period: Period,
    private readonly stores: readonly Store[],
    private readonly products: readonly ProductRow[],
  ) {
    this.served = new Uint8Array(stores.length * (period.last - period.first + 1));
  }

  add(receipt: Receipt, lines: readonly Line[]): void {
    const number = this.receipts.push(receipt) - 1;
    this.served[receipt.store * (this.period.last - this.period.first + 1) + receipt.day - this.period.first] = 1;
    lines.forEach((line, place) => {
      if (this.used + fields > this.lines.length) this.grow();
      this.lines.set([number, place + 1, line.product, line.quantity, line.amountMinor], this.used);
      this.used += fields;
    });
  }

  /** Whether the store has rung up anything on that day so far. */
  hasServed(store: number, day: number): boolean {
    return this.served[store * (this.period.last - this.period.first + 1) + day - this.period.first] === 1;
  }

  get lineCount(): number {
    return this.used / fields;
  }

  /** All lines by day, then time of day, whole receipts together. */
  *rows(): Generator<PurchaseRow> {
    for (const order of this.byDay()) {
      let receipt: Receipt | undefined;
      let head = { receipt: "", at: "" };
      for (const start of order) {
        const its = this.receipts[this.lines[start] ?? -1];
        if (its === undefined) continue;
        if (its !== receipt) {
          receipt = its;
          head = this.headOf(its);
        }
        yield this.rowOf(its, head, start);
      }
    }
  }

  private grow(): void {
    const wider = new Int32Array(this.lines.length * 2);
    wider.set(this.lines);
    this.lines = wider;
  }

  /** Starts of lines per day, in the order of the till. */
  private *byDay(): Generator<number[]> {
    const days: number[][] = Array.from({ length: this.period.last - this.period.first + 1 }, () => []);
    for (let start = 0; start < this.used; start += fields) {
      const receipt = this.receipts[this.lines[start] ?? -1];
      if (receipt !== undefined) days[receipt.day - this.period.first]?.push(start);
    }
    for (const starts of days) {
      yield starts
        .map((start) => ({
          start,
          number: this.lines[start] ?? 0,
          second: this.receipts[this.lines[start] ?? -1]?.second ?? 0,
        }))
        .sort((p, q) => p.second - q.second || p.number - q.number || p.start - q.start)
        .map(({ start }) => start);
    }
  }

  private headOf(receipt: Receipt): { receipt: string; at: string } {
    const day = isoDay(receipt.day);
    const store = this.stores[receipt.store]?.row.externalId ?? "";
    const number = scramble(receipt.number).toString(36).toUpperCase().padStart(7, "0");
    return {
      receipt: `${store}-${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8)}-${number}`,
      at: `${day}T${clock(receipt.second)}`,
    };
  }

  private rowOf(receipt: Receipt, head: { receipt: string; at: string }, start: number): PurchaseRow {
    const [, place = 0, product = 0, quantity = 0, amountMinor = 0] = this.lines.subarray(start, start + fields);
    return {
      receipt: head.receipt,
      line: `${head.receipt}-${place}`,
      at: head.at,
      store: this.stores[receipt.store]?.row.externalId ?? "",
      product: this.products[product]?.externalId ?? "",
      customer: receipt.buyer < 0 ? null : customerId(receipt.buyer),
      quantity,
      amountMinor,
      channel: channels[receipt.channel] ?? "store",
      fulfilment: fulfilments[receipt.fulfilment] ?? "store",
      kind: receipt.refund ? "refund" : "sale",
    };
  }
}
