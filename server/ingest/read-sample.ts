import { isUtf8 } from "node:buffer";
import { contents, type InputFile } from "./input-file";
import type { Mapping } from "./mapping";
import { readTable, type TableReader } from "./read-table";

export interface Sample {
  encoding: Extract<Mapping["encoding"], "utf-8" | "windows-1252">;
  header: string[];
  rows: string[][];
}

class Enough extends Error {}

/** The header and the first rows of a table, read as UTF-8 or, where it is not that, as windows-1252. */
export async function readSample(file: InputFile, rows: number): Promise<Sample> {
  const encoding = await likelyEncoding(file);
  const sample: Sample = { encoding, header: [], rows: [] };
  await readSome(file, { encoding }, (header) => {
    sample.header = header;
    return {
      row: (fields) => {
        if (sample.rows.length < rows) sample.rows.push(fields);
      },
      fault: () => {},
    };
  });
  return sample;
}

/** Reads the first two pieces of a table only (256 kB each), or all of a small one. */
export async function readSome(
  file: InputFile,
  mapping: Pick<Mapping, "encoding" | "delimiter">,
  begin: (header: string[], of: Parameters<Parameters<typeof readTable>[0]["begin"]>[0]) => TableReader,
): Promise<void> {
  let pieces = 0;
  const pause = async () => {
    if (++pieces === 2) throw new Enough();
  };
  try {
    await readTable({ file, mapping, onBytes: () => {}, begin: (header) => begin(header.names, header), pause });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}

const quote = 0x22;
const newline = 0x0a;

/** The first rows of a table, unpacked: whole lines of about `bytes`, never cut inside a quoted cell. */
export function firstPart(file: InputFile, bytes: number): { file: InputFile; isWhole(): boolean } {
  let whole = true;
  async function* open(): AsyncGenerator<Buffer> {
    let given = 0;
    let quotes = 0;
    for await (const piece of contents(file, () => {})) {
      const end = given + piece.length <= bytes ? piece.length : lastLineEnd(piece, quotes);
      whole = end === piece.length;
      yield piece.subarray(0, end);
      if (!whole) return;
      given += piece.length;
      quotes += quotesIn(piece);
    }
  }
  return { file: { name: file.name.replace(/\.gz$/i, ""), bytes: file.bytes, open }, isWhole: () => whole };
}

/** Where the last line ends that is not inside quotation marks, of which `before` came earlier. */
function lastLineEnd(piece: Buffer, before: number): number {
  let quotes = before;
  let end = 0;
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] === quote) quotes++;
    else if (piece[i] === newline && quotes % 2 === 0) end = i + 1;
  }
  return end;
}

function quotesIn(piece: Buffer): number {
  let quotes = 0;
  for (const byte of piece) if (byte === quote) quotes++;
  return quotes;
}

async function likelyEncoding(file: InputFile): Promise<Sample["encoding"]> {
  for await (const piece of contents(file, () => {})) {
    const end = piece.lastIndexOf(0x0a);
    return isUtf8(end < 0 ? piece : piece.subarray(0, end + 1)) ? "utf-8" : "windows-1252";
  }
  return "utf-8";
}
