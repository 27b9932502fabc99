import { ownCopy } from "./keys";
import type { OpeningHours } from "./opening-hours";

/** How often each spelling came; the commonest wins, the first in code order among equals, whatever order they came in. */
class Spellings {
  private only: string | undefined;
  private counts: Map<string, number> | undefined;
  private onlyCount = 0;

  add(text: string): void {
    if (this.counts) this.counts.set(this.counts.has(text) ? text : ownCopy(text), (this.counts.get(text) ?? 0) + 1);
    else if (this.only === undefined || this.only === text) {
      this.only ??= ownCopy(text);
      this.onlyCount++;
    } else {
      this.counts = new Map([
        [this.only, this.onlyCount],
        [ownCopy(text), 1],
      ]);
    }
  }

  get best(): string | undefined {
    if (!this.counts) return this.only;
    let best: [string, number] | undefined;
    for (const [text, n] of this.counts) {
      if (!best || n > best[1] || (n === best[1] && text < best[0])) best = [text, n];
    }
    return best?.[0];
  }
}

export interface StoreEntry {
  ordinal: number;
  code: string;
  names: Spellings;
  /** What a file of stores says of it; wins over names met on receipts. */
  told?: StoreDetails;
}

/** The row of a file that says it. */
export interface ToldAt {
  file: string;
  line: number;
}

export interface StoreDetails {
  at: ToldAt;
  name?: string;
  tz?: string;
  lat?: number;
  lon?: number;
  region?: string;
  format?: string;
  hours?: OpeningHours;
  openedOn?: string;
  closedOn?: string;
  successor?: string;
}

export interface ProductDetails {
  at: ToldAt;
  name?: string;
  /** Parts joined by `pathMark`. */
  path?: string;
  merchandise?: boolean;
  successor?: string;
  /** Under the file's own column names. */
  attributes?: Record<string, string>;
}

export interface ProductEntry {
  ordinal: number;
  code: string;
  names: Spellings;
  /** Category paths, their parts joined by a unit separator. */
  paths: Spellings;
  told?: ProductDetails;
}

export const pathMark = "\u001f";

/** "Home / Candles" as the parts that a ProductBook keeps. */
export function splitPath(text: string): string {
  if (text === "") return "";
  const parts = text.split(/\s+\/\s+|\s*>\s*/).map((part) => part.trim().slice(0, 200));
  return parts.filter((part) => part !== "").join(pathMark);
}

/** The stores or products that a batch has met, each with an ordinal that its lines carry into staging. */
class Book<E extends { ordinal: number; code: string }> {
  private readonly byCode = new Map<string, E>();
  private last = 0;

  constructor(private readonly make: (code: string, ordinal: number) => E) {}

  entry(code: string): E {
    let found = this.byCode.get(code);
    if (!found) {
      found = this.make(ownCopy(code), ++this.last);
      this.byCode.set(found.code, found);
    }
    return found;
  }

  has(code: string): boolean {
    return this.byCode.has(code);
  }

  /** Forgets what was refused after all; its ordinal is not given again. */
  drop(code: string): void {
    this.byCode.delete(code);
  }

  all(): E[] {
    return [...this.byCode.values()];
  }

  get size(): number {
    return this.byCode.size;
  }
}

export class StoreBook extends Book<StoreEntry> {
  constructor() {
    super((code, ordinal) => ({ ordinal, code, names: new Spellings() }));
  }
}

export class ProductBook extends Book<ProductEntry> {
  constructor() {
    super((code, ordinal) => ({ ordinal, code, names: new Spellings(), paths: new Spellings() }));
  }
}
