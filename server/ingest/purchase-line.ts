import { type ProductEntry, pathMark, type StoreEntry, splitPath } from "./catalogue-books";
import type { Moment } from "./day-clock";
import { type Decimal, decimalText, multiply, negate, parseDecimal, toMinor } from "./decimal";
import type { Header } from "./header";
import { contentKey, receiptKey } from "./keys";
import { channels, fulfilments, type PurchaseMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { RowCells } from "./row-cells";
import { purchaseFields } from "./schema";
import { identityColumns, identityIn, knownWord, momentOf, timeText } from "./shared-cells";

type Field = (typeof purchaseFields)[number];
type Kind = "sale" | "refund" | "adjustment";

/** A line that passed every check. */
interface CheckedLine {
  store: string;
  product: string;
  customer: string;
  receipt: string;
  channel: string;
  fulfilment: string;
  moment: Moment;
  quantity: Decimal;
  amount: Decimal;
}

const mark = "\u001f";
const maxName = 500;
const maxMinor = 1e13;
const maxQuantity = 1e10;
const one: Decimal = { units: 1, scale: 0 };

/** Reads the lines of one receipts file into staging: maps, checks, keys (D1-D4, D7, D10). */
export class PurchaseLines implements TableReader {
  private readonly cells: RowCells<Field>;
  private readonly refund: (receipt: string, quantity: Decimal, amount: Decimal) => boolean;
  private readonly categories: number[];
  private readonly refundColumn: number | undefined;
  private readonly refundValues: ReadonlySet<string>;
  private readonly rates: Map<string, Decimal>;
  private lastReceipt = "";
  private lastStore: StoreEntry | undefined;
  private lastProduct: ProductEntry | undefined;
  private lastKey = "";

  constructor(
    private readonly reading: Reading<PurchaseMapping>,
    private readonly file: { name: string; index: number },
    header: Header,
  ) {
    const { mapping, rejects } = reading;
    const columns = header.columns(purchaseFields, mapping.columns);
    this.cells = new RowCells({ file: file.name, header, columns, nothing: mapping.nothing, rejects });
    reading.hasLineIds = this.cells.has("line");
    const needs = (...fields: Field[]) => {
      if (!fields.some((field) => this.cells.has(field)))
        header.required(mapping.columns?.[fields[0] as Field] ?? fields[0] ?? "");
    };
    needs("at", "date");
    needs("amount", "unit_price");
    if (!mapping.constants.product) needs("product");
    if (!mapping.constants.store) needs("store");
    if (!this.cells.has("receipt")) needs("receipt", "customer");
    this.categories = (mapping.categories ?? []).map((name) => header.required(name));
    const rule = mapping.refund;
    this.refundColumn = rule && "column" in rule ? header.required(rule.column) : undefined;
    this.refundValues = new Set(rule && "values" in rule ? rule.values : []);
    this.refund = refundRule(mapping);
    const plain = { decimal: ".", thousands: "" } as const;
    this.rates = new Map(Object.entries(mapping.rates).map(([code, rate]) => [code, parseDecimal(rate, plain) ?? one]));
  }

  fault(
    code: Parameters<TableReader["fault"]>[0],
    line: number,
    value: string,
    params: Record<string, number> = {},
  ): void {
    this.reading.rejects.add({ file: this.file.name, line, column: "", value, code, params });
  }

  row(fields: string[], line: number): void {
    const { cells, reading } = this;
    const { constants } = reading.mapping;
    cells.take(fields, line);
    const store = cells.code("store", constants.store);
    const product = cells.code("product", constants.product);
    const when = timeText(cells);
    const customer = identityIn(reading, cells, "customer", reading.identityKind);
    const receipt = this.receipt(customer, when);
    const [channel, fulfilment] = this.way();
    const zone = (channel === "store" ? reading.storeZones.get(store) : undefined) ?? reading.workspace.tz;
    const moment = momentOf(reading, cells, when, zone);
    const quantity = cells.has("quantity") ? this.decimal("quantity", maxQuantity, 0) : one;
    const amount = this.amount(quantity);
    if (cells.refused || !moment || !quantity || !amount) this.markRefused(receipt, store);
    else this.keep({ store, product, customer, receipt, channel, fulfilment, moment, quantity, amount });
  }

  private keep(line: CheckedLine): void {
    const { cells, reading } = this;
    const { store, product, customer, receipt, channel, fulfilment, moment } = line;
    const kind = this.kind(receipt, customer, line.quantity, line.amount);
    const flip = kind === "refund" && line.quantity.units > 0 && line.amount.units > 0 && !this.bySign();
    const paid = flip ? negate(line.amount) : line.amount;
    const quantity = decimalText(toMinor(flip ? negate(line.quantity) : line.quantity, 3), 3);
    const minor = toMinor(paid, reading.workspace.minorDigits);
    this.count(kind, paid, minor);
    const key = cells.has("line")
      ? this.lineParts(receipt, store)
      : `c${mark}${reading.sourceName}${mark}${receipt}${mark}${product}${mark}${store}${mark}${customer}${mark}${moment.at}${mark}${quantity}${mark}${minor}`;
    const place = `${this.store(store).ordinal}\t${this.product(product).ordinal}`;
    reading.copy.add(
      `\\\\x${contentKey(key)}\t${this.receiptKey(receipt, store)}\t${identityColumns(reading, customer)}\t${moment.at}\t${moment.day}\t${moment.minute}\t${place}\t${channel}\t${fulfilment}\t${kind}\t${quantity}\t${minor}\t${this.file.index}\t${cells.line}`,
    );
  }

  /** Where it was ordered and where it was handed over (D10). */
  private way(): [channel: string, fulfilment: string] {
    const { constants, words } = this.reading.mapping;
    const ordered = { otherwise: constants.channel ?? "store", words: words.channel };
    const channel = knownWord(this.cells, "channel", channels, ordered);
    const handed = { otherwise: constants.fulfilment ?? handedOver(channel), words: words.fulfilment };
    return [channel, knownWord(this.cells, "fulfilment", fulfilments, handed)];
  }

  private lineParts(receipt: string, store: string): string {
    const { sourceName, mapping } = this.reading;
    const within = mapping.lineUniqueIn === "receipt" ? `${mark}${receipt}${mark}${store}` : "";
    return `l${mark}${sourceName}${mark}${this.cells.text("line")}${within}`;
  }

  private receipt(customer: string, when: string): string {
    const { cells } = this;
    if (cells.has("line") && cells.text("line") === "") cells.refuse("line", "", "missing");
    if (cells.has("receipt")) {
      const receipt = cells.text("receipt");
      if (receipt === "") cells.refuse("receipt", "", "missing");
      return receipt;
    }
    if (customer === "") cells.refuse("customer", "", "missing");
    return `${customer}${mark}${when}`;
  }

  private decimal(field: Field, max: number, places: number): Decimal | null {
    const { cells, reading } = this;
    const text = cells.text(field);
    if (text === "") {
      cells.refuse(field, text, "missing");
      return null;
    }
    const value = parseDecimal(text, reading.mapping);
    if (!value) cells.refuse(field, text, "number", { decimal: reading.mapping.decimal });
    else if (isOver(value, places, max)) cells.refuse(field, text, "tooLarge");
    return value;
  }

  private amount(quantity: Decimal | null): Decimal | null {
    const { cells, reading } = this;
    const places = reading.workspace.minorDigits;
    const field = cells.has("amount") ? "amount" : "unit_price";
    const told = this.decimal(field, maxMinor, places);
    if (!told || !quantity) return null;
    let amount = field === "amount" ? told : multiply(quantity, told);
    const currency = (cells.text("currency") || reading.mapping.constants.currency || "").toUpperCase();
    if (currency !== "" && currency !== reading.workspace.currency) {
      const rate = this.rates.get(currency);
      if (!rate) {
        cells.refuse("currency", currency, "currency", { currency: reading.workspace.currency });
        return null;
      }
      amount = multiply(amount, rate);
      if (!cells.refused) reading.counts.converted++;
    }
    if (isOver(amount, places, maxMinor)) cells.refuse(field, cells.text(field), "tooLarge");
    return amount;
  }

  private kind(receipt: string, customer: string, quantity: Decimal, amount: Decimal): Kind {
    if (quantity.units < 0 && customer === "" && Number(amount.units) === 0) return "adjustment";
    if (this.refundColumn !== undefined) {
      return this.refundValues.has(this.cells.at(this.refundColumn)) ? "refund" : "sale";
    }
    if (!this.reading.mapping.refund && this.cells.has("kind")) {
      const told = this.cells.text("kind");
      if (told === "sale" || told === "refund" || told === "adjustment") return told;
    }
    return this.refund(receipt, quantity, amount) ? "refund" : "sale";
  }

  private bySign(): boolean {
    const rule = this.reading.mapping.refund;
    return rule === undefined ? !this.cells.has("kind") : "sign" in rule;
  }

  private count(kind: Kind, paid: Decimal, minor: number | bigint): void {
    const { counts, workspace } = this.reading;
    counts.kept++;
    if (kind === "refund") counts.refunds++;
    else if (kind === "adjustment") counts.adjustments++;
    counts.exact.add(paid);
    counts.rounded.add({ units: minor, scale: workspace.minorDigits });
  }

  private store(code: string): StoreEntry {
    if (this.lastStore?.code !== code) this.lastStore = this.reading.stores.entry(code);
    const name = this.cells.text("store_name");
    if (name !== "") this.lastStore.names.add(name.slice(0, maxName));
    return this.lastStore;
  }

  private product(code: string): ProductEntry {
    if (this.lastProduct?.code !== code) this.lastProduct = this.reading.products.entry(code);
    const name = this.cells.text("product_name");
    if (name !== "") this.lastProduct.names.add(name.slice(0, maxName));
    const path = this.path();
    if (path !== "") this.lastProduct.paths.add(path);
    return this.lastProduct;
  }

  private path(): string {
    if (this.categories.length > 0) {
      const parts = this.categories.map((index) => this.cells.at(index).slice(0, 200));
      return parts.filter((part) => part !== "").join(pathMark);
    }
    return splitPath(this.cells.text("category"));
  }

  private receiptKey(receipt: string, store: string): string {
    const both = `${receipt}${mark}${store}`;
    if (both !== this.lastReceipt) {
      this.lastReceipt = both;
      this.lastKey = receiptKey(this.reading.sourceName, receipt, store);
    }
    return this.lastKey;
  }

  /** A refused line keeps its receipt from being replaced as a whole by the lines that are left of it. */
  private markRefused(receipt: string, store: string): void {
    if (receipt === "" || store === "") return;
    const key = this.receiptKey(receipt, store);
    this.reading.copy.add(
      `\\\\x\t${key}\t\\N\t\\N\t0\t0\t0\t0\t0\tstore\tstore\trefused\t0\t0\t${this.file.index}\t${this.cells.line}`,
    );
  }
}

function refundRule({ refund }: PurchaseMapping): (receipt: string, quantity: Decimal, amount: Decimal) => boolean {
  if (refund && "prefix" in refund) return (receipt) => receipt.startsWith(refund.prefix);
  return (_, quantity, amount) => quantity.units < 0 || amount.units < 0;
}

function handedOver(channel: string): string {
  return channel === "store" ? "store" : "delivery";
}

function isOver(value: Decimal, places: number, max: number): boolean {
  return Math.abs(Number(value.units)) * 10 ** (places - value.scale) > max;
}
