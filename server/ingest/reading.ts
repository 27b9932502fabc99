import type { ProductBook, StoreBook } from "./catalogue-books";
import type { CopyRows } from "./copy-rows";
import type { DayClock } from "./day-clock";
import type { ExactSum } from "./decimal";
import type { IdentityHashes } from "./keys";
import type { Rejects } from "./rejects";

/** What the files of one batch are read with, and what reading them gathers. */
export interface Reading<M> {
  mapping: M;
  sourceName: string;
  workspace: { tz: string; currency: string; minorDigits: number };
  /** Last day that is believed, counted since 1970-01-01. */
  latestDay: number;
  identities: IdentityHashes;
  clock: DayClock;
  stores: StoreBook;
  products: ProductBook;
  /** Zones of stores that are known to have one. */
  storeZones: Map<string, string>;
  copy: CopyRows;
  rejects: Rejects;
  counts: ReadCounts;
  /** Whether the file names its lines; then the name, not the content, is the line's identity. */
  hasLineIds: boolean;
}

export interface ReadCounts {
  kept: number;
  refunds: number;
  adjustments: number;
  converted: number;
  exact: ExactSum;
  rounded: ExactSum;
}

/** Days before this one are taken for a fault: 1980-01-01. */
export const earliestDay = 3652;
