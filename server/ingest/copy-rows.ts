import { once } from "node:events";
import type { Writable } from "node:stream";
import type postgres from "postgres";

/**
 * Rows on their way into a staging table by COPY. `add` never waits; `settle` does, and is called between pieces of
 * the file. A new COPY begins after every `batchSize` rows.
 */
export class CopyRows {
  private text = "";
  private rows = 0;
  private out: Writable | undefined;

  constructor(
    private readonly sql: postgres.TransactionSql,
    private readonly into: string,
    private readonly batchSize: number,
  ) {}

  /** One row, its columns joined by tabs and escaped by the caller. */
  add(row: string): void {
    this.text += `${row}\n`;
    this.rows++;
  }

  async settle(): Promise<void> {
    if (this.text === "") return;
    this.out ??= await this.sql.unsafe(`copy ${this.into} from stdin`).writable();
    const bytes = Buffer.from(this.text, "utf8");
    this.text = "";
    if (!this.out.write(bytes)) await once(this.out, "drain");
    if (this.rows >= this.batchSize) await this.finish();
  }

  async finish(): Promise<void> {
    await this.settleLast();
    this.rows = 0;
    if (!this.out) return;
    const { out } = this;
    this.out = undefined;
    const finished = once(out, "finish");
    out.end();
    await finished;
  }

  private async settleLast(): Promise<void> {
    if (this.text === "") return;
    this.out ??= await this.sql.unsafe(`copy ${this.into} from stdin`).writable();
    this.out.write(Buffer.from(this.text, "utf8"));
    this.text = "";
  }
}

const special = /[\\\n\r\t]/;
const escapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text as COPY wants it. */
export function copyText(text: string): string {
  return special.test(text) ? text.replace(/[\\\n\r\t]/g, (mark) => escapes[mark] ?? mark) : text;
}
