import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import type { BatchKind } from "@/db/schema";
import { CsvWriter } from "./csv-writer";
import type { Row } from "./row-schema";

const pieceCharacters = 256 * 1024;

export interface Spooled {
  rows: number;
  bytes: number;
  /** Fields that at least one row said. */
  used: string[];
  attributes: string[];
}

/** The rows of one request on their way to a file that the worker imports like an upload. */
export class Spool {
  rows = 0;
  private text = "";
  private bytes = 0;

  private constructor(
    readonly path: string,
    private readonly writer: CsvWriter,
    private readonly file: FileHandle,
  ) {}

  static async open(file: string, kind: BatchKind): Promise<Spool> {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const spool = new Spool(file, new CsvWriter(kind), await open(file, "w", 0o600));
    spool.text = spool.writer.header();
    return spool;
  }

  add(row: Row): void {
    this.rows++;
    this.text += this.writer.line(row, this.rows);
  }

  /** Writes what has gathered, if it is worth it: the place to wait for the disk. */
  async settle(least = pieceCharacters): Promise<void> {
    if (this.text.length < least) return;
    const piece = Buffer.from(this.text);
    this.text = "";
    await this.file.writeFile(piece);
    this.bytes += piece.length;
  }

  /** The whole file, on the disk. */
  async finish(): Promise<Spooled> {
    await this.settle(1);
    const { attributes } = this.writer;
    if (attributes.size > 0) await this.file.write(this.writer.header(), 0);
    await this.file.datasync();
    await this.file.close();
    return { rows: this.rows, bytes: this.bytes, used: this.writer.used(), attributes: [...attributes.keys()] };
  }

  /** Nothing is left behind. */
  async discard(): Promise<void> {
    await this.file.close().catch(() => {});
    await rm(this.path, { force: true });
  }
}
