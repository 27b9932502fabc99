import { isUtf8 } from "node:buffer";
import { CsvRows, NotOfEncoding, type RowFault, type RowOptions } from "./csv-rows";
import { FileFault } from "./file-fault";
import { Header, likelyDelimiter } from "./header";
import { contents, type InputFile } from "./input-file";
import type { Mapping } from "./mapping";

const maxRecordBytes = 1024 * 1024;

export interface TableReader {
  row(fields: string[], line: number): void;
  fault(code: RowFault | "columnCount", line: number, text: string, params?: Record<string, number>): void;
}

export interface TableOptions {
  file: InputFile;
  mapping: Pick<Mapping, "encoding" | "delimiter">;
  onBytes(bytes: number): void;
  /** Called once with the header; returns who reads the rows. Throws FileFault where columns are missing. */
  begin(header: Header): TableReader;
  /** Called after each piece of the file: the place to write and wait. */
  pause(): Promise<void>;
}

/** Reads a table with a header line from a file of any size, piece by piece. Returns the number of rows met. */
export async function readTable(options: TableOptions): Promise<number> {
  const { file, mapping } = options;
  let rows: CsvRows | undefined;
  const sink = new Sink(options);
  for await (const piece of contents(file, options.onBytes)) {
    const bytes = rows ? piece : withoutMark(piece);
    rows ??= new CsvRows(rowOptions(bytes, mapping), sink);
    guarded(file, mapping, () => rows?.push(bytes));
    await options.pause();
  }
  guarded(file, mapping, () => rows?.end());
  await options.pause();
  if (sink.reader === undefined) throw new FileFault("empty", { file: file.name });
  return sink.count;
}

/** Line end and separator as the first piece shows them. */
function rowOptions(bytes: Buffer, mapping: TableOptions["mapping"]): RowOptions {
  const newline = bytes.includes(0x0a) || !bytes.includes(0x0d) ? 0x0a : 0x0d;
  const end = bytes.indexOf(newline);
  const first = bytes.subarray(0, end < 0 ? bytes.length : end).toString("latin1");
  const delimiter = mapping.delimiter ?? likelyDelimiter(first);
  return { delimiter, newline, decode: decoder(mapping.encoding), maxRecordBytes };
}

/** Takes the first row for the header and refuses rows of another length. */
class Sink {
  reader: TableReader | undefined;
  count = 0;
  private width = 0;

  constructor(private readonly options: TableOptions) {}

  row(fields: string[], line: number): void {
    if (!this.reader) {
      this.begin(fields);
      return;
    }
    if (fields.length === 1 && fields[0]?.trim() === "") return;
    this.count++;
    if (fields.length === this.width || this.onlyEmptyBeyond(fields)) this.reader.row(fields, line);
    else {
      const text = fields.join(" | ");
      this.reader.fault("columnCount", line, text, { found: fields.length, expected: this.width });
    }
  }

  fault(code: RowFault, line: number, text: string): void {
    if (!this.reader) throw new FileFault("headerUnreadable", { file: this.options.file.name, line });
    this.count++;
    this.reader.fault(code, line, text);
  }

  private begin(fields: string[]): void {
    if (fields.every((name) => name.trim() === "")) return;
    this.width = fields.length;
    this.reader = this.options.begin(new Header(fields, this.options.file.name));
  }

  private onlyEmptyBeyond(fields: string[]): boolean {
    return fields.length > this.width && fields.slice(this.width).every((field) => field.trim() === "");
  }
}

function guarded(file: InputFile, mapping: TableOptions["mapping"], work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof NotOfEncoding)) throw error;
    const byte = error.byte.toString(16).toUpperCase().padStart(2, "0");
    throw new FileFault("notUtf8", { file: file.name, line: error.line, byte, encoding: mapping.encoding });
  }
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function decoder(encoding: Mapping["encoding"]): (bytes: Buffer) => string | null {
  if (encoding === "utf-8") return (bytes) => (isUtf8(bytes) ? bytes.toString("utf8") : null);
  const decode = new TextDecoder(encoding);
  return (bytes) => decode.decode(bytes);
}
