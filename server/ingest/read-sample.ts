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

async function likelyEncoding(file: InputFile): Promise<Sample["encoding"]> {
  for await (const piece of contents(file, () => {})) {
    const end = piece.lastIndexOf(0x0a);
    return isUtf8(end < 0 ? piece : piece.subarray(0, end + 1)) ? "utf-8" : "windows-1252";
  }
  return "utf-8";
}
