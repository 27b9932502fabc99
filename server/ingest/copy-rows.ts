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
  /** Why the server ended the COPY under way. */
  private refusal: Error | undefined;

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
    const out = await this.stream();
    const bytes = Buffer.from(this.text, "utf8");
    this.text = "";
    if (this.refusal) throw this.refusal;
    if (!out.write(bytes)) await once(out, "drain");
    if (this.rows >= this.batchSize) await this.finish();
  }

  async finish(): Promise<void> {
    this.rows = 0;
    if (this.text !== "") {
      const out = await this.stream();
      out.write(Buffer.from(this.text, "utf8"));
      this.text = "";
    }
    if (!this.out) return;
    const { out } = this;
    if (this.refusal) throw this.refusal;
    const finished = once(out, "finish");
    out.end();
    await finished;
    this.out = undefined;
  }

  /** Takes back a COPY that will not be ended, so that the transaction can be rolled back. */
  abort(): void {
    this.out?.destroy();
    this.out = undefined;
  }

  private async stream(): Promise<Writable> {
    if (!this.out) {
      this.out = await this.sql.unsafe(`copy ${this.into} from stdin`).writable();
      this.out.on("error", (error) => {
        this.refusal ??= error;
      });
    }
    return this.out;
  }
}

const special = /[\\\n\r\t]/;
const escapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text as COPY wants it. */
export function copyText(text: string): string {
  return special.test(text) ? text.replace(/[\\\n\r\t]/g, (mark) => escapes[mark] ?? mark) : text;
}
