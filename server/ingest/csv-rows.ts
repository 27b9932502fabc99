import { isAscii } from "node:buffer";

export type RowFault = "unclosedQuote" | "quoteInside" | "lineTooLong" | "nul";

export interface RowSink {
  row(fields: string[], line: number): void;
  /** A line that cannot be read; reading goes on with the next one. */
  fault(code: RowFault, line: number, text: string): void;
}

export interface RowOptions {
  delimiter: string;
  /** 0x0a, or 0x0d for files of old Macintoshes. */
  newline: number;
  /** Text of whole lines, or null where the bytes are not of the encoding. */
  decode(bytes: Buffer): string | null;
  maxRecordBytes: number;
}

export class NotOfEncoding extends Error {
  constructor(
    readonly line: number,
    readonly byte: number,
  ) {
    super("encoding");
  }
}

/**
 * Comma-separated rows from bytes in pieces of any size, RFC 4180 with four mercies: a quotation mark inside an
 * unquoted field stands for itself, line ends may be mixed, empty lines are passed over, and a line that cannot be
 * read costs that line only (csv-parse, the oracle of its tests, gives up the rest of the file after an unclosed
 * quotation mark or an over-long line, and takes three times as long).
 */
export class CsvRows {
  private carry: Buffer[] = [];
  private carried = 0;
  private skipping = false;
  /** A record whose quotation mark is still open, from its first line on. */
  private open = "";
  private line = 1;
  private readonly eol: string;

  constructor(
    private readonly options: RowOptions,
    private readonly sink: RowSink,
  ) {
    this.eol = String.fromCharCode(options.newline);
  }

  push(bytes: Buffer): void {
    const last = bytes.lastIndexOf(this.options.newline);
    if (last < 0) {
      this.keep(bytes);
      return;
    }
    let head = bytes.subarray(0, last + 1);
    if (this.skipping) {
      head = head.subarray(bytes.indexOf(this.options.newline) + 1);
      this.skipping = false;
      this.line++;
    }
    this.lines(this.carried === 0 ? head : Buffer.concat([...this.carry, head]));
    this.carry = [];
    this.carried = 0;
    this.keep(bytes.subarray(last + 1));
  }

  end(): void {
    if (this.carried > 0 && !this.skipping) this.lines(Buffer.concat(this.carry));
    while (this.open !== "") this.giveUpOpen();
  }

  private keep(bytes: Buffer): void {
    if (this.skipping || bytes.length === 0) return;
    this.carry.push(bytes);
    this.carried += bytes.length;
    if (this.carried <= this.options.maxRecordBytes) return;
    while (this.open !== "") this.giveUpOpen();
    this.sink.fault("lineTooLong", this.line, this.carry[0]?.subarray(0, 100).toString("latin1") ?? "");
    this.carry = [];
    this.carried = 0;
    this.skipping = true;
  }

  private lines(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const text = isAscii(bytes) ? bytes.toString("latin1") : this.options.decode(bytes);
    if (text === null) throw this.whereNot(bytes);
    this.scan(this.open === "" ? text : this.open + text);
    while (this.open.length > this.options.maxRecordBytes) this.giveUpOpen();
  }

  private whereNot(bytes: Buffer): NotOfEncoding {
    let line = this.line + newlines(this.open, this.eol, 0, this.open.length);
    for (let start = 0; start < bytes.length; line++) {
      const next = bytes.indexOf(this.options.newline, start);
      const end = next < 0 ? bytes.length : next + 1;
      const part = bytes.subarray(start, end);
      if (this.options.decode(part) === null) return new NotOfEncoding(line, part.find((byte) => byte > 0x7f) ?? 0);
      start = end;
    }
    return new NotOfEncoding(line, 0);
  }

  private scan(text: string): void {
    const { delimiter } = this.options;
    const hasNul = text.includes("\0");
    this.open = "";
    let quote = text.indexOf('"');
    let at = 0;
    while (at < text.length) {
      const found = text.indexOf(this.eol, at);
      const end = found < 0 ? text.length : found;
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      if (quote < 0 || quote >= end) {
        const line = text.slice(at, withoutReturn(text, at, end));
        if (line.length > 0) this.emit(line.split(delimiter), hasNul);
        this.line++;
        at = end + 1;
      } else at = this.quoted(text, at, end, hasNul);
      if (at < 0) return;
    }
  }

  /** Reads a record that has a quotation mark on its first line; returns where the next begins, -1 if text ran out. */
  private quoted(text: string, start: number, firstEnd: number, hasNul: boolean): number {
    const { delimiter } = this.options;
    const fields: string[] = [];
    let at = start;
    let end = firstEnd;
    for (;;) {
      if (text[at] === '"') {
        const close = closing(text, at + 1);
        if (close < 0) {
          this.open = text.slice(start);
          return -1;
        }
        fields.push(text.slice(at + 1, close).replaceAll('""', '"'));
        at = close + 1;
        if (at > end) {
          const found = text.indexOf(this.eol, at);
          end = found < 0 ? text.length : found;
        }
        if (text.startsWith(delimiter, at)) at += delimiter.length;
        else if (at >= withoutReturn(text, at, end)) break;
        else {
          const code = close > firstEnd ? "unclosedQuote" : "quoteInside";
          this.sink.fault(code, this.line, text.slice(start, firstEnd));
          this.line++;
          return firstEnd + 1;
        }
      } else {
        const next = text.indexOf(delimiter, at);
        if (next < 0 || next > end) {
          fields.push(text.slice(at, withoutReturn(text, at, end)));
          break;
        }
        fields.push(text.slice(at, next));
        at = next + delimiter.length;
      }
    }
    this.emit(fields, hasNul);
    this.line += 1 + newlines(text, this.eol, start, end);
    return end + 1;
  }

  private emit(fields: string[], hasNul: boolean): void {
    if (hasNul && fields.some((field) => field.includes("\0"))) {
      this.sink.fault("nul", this.line, fields.join(this.options.delimiter).replaceAll("\0", ""));
    } else this.sink.row(fields, this.line);
  }

  /** The open record's first line is refused; what follows it is read afresh. */
  private giveUpOpen(): void {
    const text = this.open;
    const found = text.indexOf(this.eol);
    const end = found < 0 ? text.length : found;
    this.open = "";
    this.sink.fault("unclosedQuote", this.line, text.slice(0, end));
    this.line++;
    this.scan(text.slice(end + 1));
  }
}

function closing(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function withoutReturn(text: string, start: number, end: number): number {
  return end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

function newlines(text: string, eol: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf(eol, start); at >= 0 && at < end; at = text.indexOf(eol, at + 1)) count++;
  return count;
}
