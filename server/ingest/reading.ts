import type { IdentityKind } from "@/db/schema";
import type { Workspace } from "../scope";
import { ProductBook, StoreBook } from "./catalogue-books";
import { dateReader } from "./date-format";
import { DayClock, dayNumber } from "./day-clock";
import { ExactSum } from "./decimal";
import { IdentityHashes } from "./keys";
import type { Mapping } from "./mapping";
import { Rejects } from "./rejects";

const msPerDay = 86_400_000;
const daysOfGrace = 2;

/** Where read rows go: a COPY, or the page of a dry run. */
export interface RowTarget {
  add(row: string): void;
}

/** What the files of one batch are read with, and what reading them gathers. */
export interface Reading<M> {
  mapping: M;
  sourceName: string;
  workspace: { tz: string; currency: string; minorDigits: number };
  /** Last day that is believed, counted since 1970-01-01. */
  latestDay: number;
  /** What the column `customer` holds. */
  identityKind: IdentityKind;
  identities: Readonly<Record<IdentityKind, IdentityHashes>>;
  /** Hashes of identities that no file may name again: their person was erased or suppressed (D16). */
  suppressed: ReadonlySet<string>;
  clock: DayClock;
  stores: StoreBook;
  products: ProductBook;
  /** Zones of stores that are known to have one. */
  storeZones: Map<string, string>;
  copy: RowTarget;
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

export interface ReadingOptions<M> {
  workspace: Pick<Workspace, "tz" | "currency" | "dayStartsAt" | "pinnedDay">;
  sourceName: string;
  mapping: M;
  copy: RowTarget;
  identityKey: Uint8Array;
  suppressed: ReadonlySet<string>;
  storeZones: Iterable<readonly [code: string, zone: string]>;
  now: Date;
}

/** Empty books and counts, and a clock for the mapping's dates. */
export function newReading<M extends Mapping>(options: ReadingOptions<M>): Reading<M> {
  const { workspace, mapping } = options;
  const today = Math.floor(options.now.getTime() / msPerDay);
  const pinned = workspace.pinnedDay ? dayNumber(workspace.pinnedDay) : today;
  const told = "storeZones" in mapping ? Object.entries(mapping.storeZones) : [];
  return {
    mapping,
    sourceName: options.sourceName,
    workspace: { tz: workspace.tz, currency: workspace.currency, minorDigits: minorDigits(workspace.currency) },
    latestDay: Math.max(today, pinned) + daysOfGrace,
    identityKind: mapping.identity,
    identities: {
      reference: new IdentityHashes(options.identityKey),
      card: new IdentityHashes(options.identityKey, "card"),
      email: new IdentityHashes(options.identityKey, "email"),
      phone: new IdentityHashes(options.identityKey, "phone"),
      web: new IdentityHashes(options.identityKey, "web"),
    },
    suppressed: options.suppressed,
    clock: new DayClock(dateReader(mapping.dateFormat), {
      fileZone: mapping.zone,
      dayStartsAt: workspace.dayStartsAt,
    }),
    stores: new StoreBook(),
    products: new ProductBook(),
    storeZones: new Map([...options.storeZones, ...told]),
    copy: options.copy,
    rejects: new Rejects(),
    hasLineIds: false,
    counts: { kept: 0, refunds: 0, adjustments: 0, converted: 0, exact: new ExactSum(), rounded: new ExactSum() },
  };
}

/** Digits after the point in a currency's amounts: 2 for EUR, 0 for JPY. */
function minorDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
