import { constants, createReadStream } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FileFault } from "./file-fault";

const pieceBytes = 256 * 1024;
const headBytes = 4096;

/** A file to import: from the disk, or rows that somebody makes as they are asked for. */
export interface InputFile {
  name: string;
  /** Size as it lies on the disk; 0 where nobody knows. */
  bytes: number;
  open(): AsyncIterable<Buffer>;
}

/** A file of the disk. What cannot be opened is told by `called`, the name a person knows it by, or else by its path. */
export async function fileOnDisk(file: string, called?: string): Promise<InputFile> {
  try {
    await access(file, constants.R_OK);
  } catch {
    throw new FileFault("unreadable", { file: called ?? file });
  }
  const { size } = await stat(file);
  return {
    name: called ?? path.basename(file),
    bytes: size,
    open: () => createReadStream(file, { highWaterMark: pieceBytes }),
  };
}

/** The file's bytes, unpacked if it is gzip. `onBytes` hears of each piece as it lies on the disk. */
export async function* contents(file: InputFile, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  const pieces = withHead(counted(file.open(), onBytes));
  const { value: head, done } = await pieces.next();
  if (done) throw new FileFault("empty", { file: file.name });
  const all = resumed(head, pieces);
  if (isGzip(head)) yield* unpacked(all, file.name);
  else if (file.name.toLowerCase().endsWith(".gz")) throw new FileFault("notGzip", { file: file.name });
  else {
    checkHead(head, file.name);
    yield* all;
  }
}

async function* counted(source: AsyncIterable<Buffer>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    if (piece.length > 0) yield piece;
    onBytes(piece.length);
  }
}

/** The same pieces, but the first has enough bytes to tell what kind of file it is. */
async function* withHead(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (head === null) yield piece;
    else {
      head = Buffer.concat([head, piece]);
      if (head.length < headBytes) continue;
      yield head;
      head = null;
    }
  }
  if (head !== null && head.length > 0) yield head;
}

async function* resumed(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* unpacked(packed: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const source = Readable.from(packed);
  source.on("error", (error) => gunzip.destroy(error));
  try {
    let empty = true;
    for await (const piece of withHead(source.pipe(gunzip))) {
      if (empty) checkHead(piece, file);
      empty = false;
      yield piece;
    }
    if (empty) throw new FileFault("empty", { file });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "Z_BUF_ERROR") throw new FileFault("gzipTruncated", { file });
    if (typeof code === "string" && code.startsWith("Z_")) throw new FileFault("gzipCorrupt", { file });
    throw error;
  } finally {
    source.destroy();
  }
}

const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b;

function checkHead(head: Buffer, file: string): void {
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) throw new FileFault("spreadsheet", { file });
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw new FileFault("spreadsheet", { file });
  if (isUtf16(head)) throw new FileFault("utf16", { file });
  if (!looksLikeText(head)) throw new FileFault("binary", { file });
}

function isUtf16(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  const sample = head.subarray(0, 512);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, i) => {
    if (byte === 0) i % 2 === 0 ? even++ : odd++;
  });
  return Math.max(even, odd) > sample.length / 4 && Math.min(even, odd) === 0;
}

/** Control characters other than tab and line ends do not come in tables; a NUL or two inside a row is that row's fault. */
function looksLikeText(head: Buffer): boolean {
  const sample = head.subarray(0, headBytes);
  let odd = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32)) odd++;
  return odd <= Math.max(2, sample.length / 50);
}
