import type { Table } from "@/scripts/stats/read-table";
import { Unusable } from "@/scripts/stats/unusable";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export interface NumberRule {
  whole?: boolean;
  min?: number;
  max?: number;
}

export function hasColumn(table: Table, name: string): boolean {
  return table.columns.has(name);
}

/** A column of words, none empty. */
export function textColumn(table: Table, name: string): readonly string[] {
  const column = table.columns.get(name);
  if (column === undefined) {
    const known = [...table.columns.keys()].map((key) => `"${key}"`).join(", ");
    throw new Unusable(`The column "${name}" is missing; the header has ${known}.`);
  }
  const empty = column.indexOf("");
  if (empty >= 0) throw new Unusable(`Line ${table.lineOf(empty)}: ${name} is empty.`);
  return column;
}

/** A column of numbers within the rule; `min` is 0 unless told. */
export function numberColumn(table: Table, name: string, rule: NumberRule = {}): Float64Array {
  return Float64Array.from(textColumn(table, name), (text, i) => {
    const complaint = complain(text, rule);
    if (complaint === null) return Number(text);
    throw new Unusable(`Line ${table.lineOf(i)}: ${name} is "${shorten(text)}", which is ${complaint}.`);
  });
}

function complain(text: string, { whole = false, min = 0, max }: NumberRule): string | null {
  const value = Number(text);
  if (!NUMBER.test(text) || !Number.isFinite(value)) return "not a number (write 12 or 12.5)";
  if (value < min) return min === 0 ? "negative" : `less than ${min}`;
  if (max !== undefined && value > max) return `more than ${max}`;
  return whole && !Number.isSafeInteger(value) ? "not a whole number" : null;
}

/** A column of yes and no: 1 or 0, true or false, or the two words given. */
export function flagColumn(table: Table, name: string, yes: string, no: string): Uint8Array {
  return Uint8Array.from(textColumn(table, name), (text, i) => {
    const word = text.toLowerCase();
    if (word === "1" || word === "true" || word === yes) return 1;
    if (word === "0" || word === "false" || word === no) return 0;
    throw new Unusable(`Line ${table.lineOf(i)}: ${name} is "${shorten(text)}", which is neither 1 nor 0.`);
  });
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 40)}...` : line;
}
