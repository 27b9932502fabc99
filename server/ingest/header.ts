import { FileFault } from "./file-fault";

/** Where a file keeps what is asked for: the index of each field's column, absent where the file has none. */
export type ColumnsOf<F extends string> = Partial<Record<F, number>>;

/** Finds columns by name, letter case and outer spaces aside, and refuses names that stand twice. */
export class Header {
  private readonly at = new Map<string, number[]>();

  constructor(
    readonly names: string[],
    private readonly file: string,
  ) {
    names.forEach((name, i) => {
      const key = plain(name);
      this.at.set(key, [...(this.at.get(key) ?? []), i]);
    });
  }

  index(name: string): number | undefined {
    const found = this.at.get(plain(name));
    if (found && found.length > 1) throw new FileFault("duplicateHeader", { file: this.file, column: name });
    return found?.[0];
  }

  /** A column that the mapping names and the file must therefore have. */
  required(name: string): number {
    const found = this.index(name);
    if (found !== undefined) return found;
    const present = this.names.map((present) => present.trim().slice(0, 40)).join(", ");
    throw new FileFault("missingColumn", { file: this.file, column: name, found: present.slice(0, 300) });
  }

  /** The columns of a mapping; without one, those that bear the fields' own names. */
  columns<F extends string>(fields: readonly F[], mapped: Partial<Record<F, string>> | undefined): ColumnsOf<F> {
    const result: ColumnsOf<F> = {};
    for (const field of fields) {
      const name = mapped?.[field];
      const found = mapped ? name && this.required(name) : this.index(field);
      if (typeof found === "number") result[field] = found;
    }
    return result;
  }
}

function plain(name: string): string {
  return name.trim().normalize("NFC").toLowerCase();
}

const delimiters = [",", ";", "\t", "|"] as const;

/** The separator that comes most often in the first line, quoted parts aside; a comma where none comes. */
export function likelyDelimiter(firstLine: string): string {
  const bare = firstLine.replace(/"[^"]*"/g, "");
  const count = (mark: string) => bare.split(mark).length - 1;
  return delimiters.reduce<string>((best, mark) => (count(mark) > count(best) ? mark : best), ",");
}
