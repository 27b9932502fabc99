import type { BatchKind } from "@/db/schema";
import { fieldsOf } from "../ingest/schema";
import { Refusal } from "./refusal";
import { withAttributes } from "./row-fields";
import { mostAttributes, type Row, type RowValue } from "./row-schema";

/** Four bytes for each of 40 characters, if they are such. */
const slotBytes = 160;

/**
 * Rows as lines of our own CSV format, with a column for every field of the kind, and slots for attributes, which are
 * named as they come: the header is written last, over a place of the same length that was kept free for it.
 * The n-th row stands on line n + 1: a line end inside a text becomes a carriage return.
 */
export class CsvWriter {
  readonly attributes = new Map<string, number>();
  private readonly fields: readonly string[];
  private readonly hasSlots: boolean;
  private readonly isUsed: boolean[];

  constructor(kind: BatchKind) {
    this.fields = fieldsOf[kind];
    this.isUsed = this.fields.map(() => false);
    this.hasSlots = withAttributes.includes(kind);
  }

  /** Fields that at least one row said. */
  used(): string[] {
    return this.fields.filter((_, i) => this.isUsed[i]);
  }

  /** Of the same length however many attributes are known. */
  header(): string {
    if (!this.hasSlots) return `${this.fields.join(",")}\n`;
    const names = [...this.attributes.keys()];
    const slots = Array.from({ length: mostAttributes }, (_, i) => `"${padded(names[i] ?? "")}"`);
    return `${[...this.fields, ...slots].join(",")}\n`;
  }

  /** Throws Refusal where a row brings one attribute too many; `row` counts from 1. */
  line(values: Row, row: number): string {
    let text = "";
    for (let i = 0; i < this.fields.length; i++) {
      const field = this.fields[i] as string;
      const value = cell(values[field] as RowValue);
      if (value !== "") this.isUsed[i] = true;
      text += i === 0 ? value : `,${value}`;
    }
    return this.hasSlots ? `${text},${this.slots(values.attributes ?? {}, row)}\n` : `${text}\n`;
  }

  private slots(values: Record<string, RowValue>, row: number): string {
    const cells: string[] = Array.from({ length: mostAttributes }, () => "");
    for (const [name, value] of Object.entries(values)) {
      const slot = this.attributes.get(name) ?? this.attributes.size;
      if (slot >= mostAttributes) throw new Refusal("tooManyAttributes", { row, max: mostAttributes }, { row });
      this.attributes.set(name, slot);
      cells[slot] = cell(value);
    }
    return cells.join(",");
  }
}

function cell(value: RowValue): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (!/[",\r\n]/.test(value)) return value;
  return `"${value.replace(/\r\n?|\n/g, "\r").replaceAll('"', '""')}"`;
}

function padded(name: string): string {
  return name + " ".repeat(slotBytes - Buffer.byteLength(name));
}
