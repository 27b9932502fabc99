import type { ColumnsOf, Header } from "./header";
import type { RejectCode, Rejects } from "./rejects";

/** The longest code that fits an index. */
export const maxCode = 200;

/** The cells of one row by field, and the place to refuse it. Reading stops at the first thing wrong. */
export class RowCells<F extends string> {
  line = 0;
  refused = false;
  private fields: string[] = [];
  private readonly nothing: ReadonlySet<string>;

  constructor(
    private readonly about: {
      file: string;
      header: Header;
      columns: ColumnsOf<F>;
      nothing: readonly string[];
      rejects: Rejects;
    },
  ) {
    this.nothing = new Set(about.nothing);
  }

  take(fields: string[], line: number): void {
    this.fields = fields;
    this.line = line;
    this.refused = false;
  }

  has(field: F): boolean {
    return this.about.columns[field] !== undefined;
  }

  /** The cell without outer spaces; empty where there is no such column or the cell means nothing. */
  text(field: F): string {
    return this.at(this.about.columns[field]);
  }

  at(index: number | undefined): string {
    if (index === undefined) return "";
    const cell = (this.fields[index] ?? "").trim();
    return this.nothing.size > 0 && this.nothing.has(cell) ? "" : cell;
  }

  /** A cell that must hold something and fit an index. */
  code(field: F, otherwise = ""): string {
    const value = this.text(field) || otherwise;
    if (value === "") this.refuse(field, value, "missing");
    else if (value.length > maxCode) this.refuse(field, value, "tooLong", { max: maxCode });
    return value;
  }

  /** Refuses the row; only the first thing that is wrong with it is told. */
  refuse(field: F, value: string, code: RejectCode, params: Record<string, string | number> = {}): void {
    if (this.refused) return;
    this.refused = true;
    const { file, rejects } = this.about;
    rejects.add({ file, line: this.line, column: this.columnName(field), value, code, params });
  }

  private columnName(field: F): string {
    const index = this.about.columns[field];
    return (index === undefined ? undefined : this.about.header.names[index]?.trim().slice(0, 100)) || field;
  }
}
