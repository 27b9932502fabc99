import { isoDay } from "@/db/demo/calendar";
import { contentKey, type IdentityHashes, receiptKey } from "@/server/ingest/keys";
import type { Sold } from "./retailer";

/** Where a retailer's rows go, and what its stores and products are called there. */
export interface Places {
  workspaceId: number;
  sourceId: number;
  sourceName: string;
  batchId: number;
  hashes: IdentityHashes;
  stores: readonly { externalId: string; id: number }[];
  /** Ids, in the order of the retailer's products. */
  products: readonly number[];
}

const mark = "\u001f";

/** One row of purchase_line in COPY's text, as the import of the same line writes it. */
export function lineRow(to: Places, customerId: number, line: Sold): string {
  const { workspaceId, sourceId, sourceName } = to;
  const store = to.stores[line.store];
  const receipt = receiptKey(sourceName, line.receipt, store?.externalId ?? "");
  const key = contentKey(`l${mark}${sourceName}${mark}${line.line}`);
  const identity = line.customer === null ? "\\N" : `\\\\x${to.hashes.of(line.customer)}`;
  const { iso, offset } = calendarOf(line.day);
  const when = `${iso} ${clock(line.second)}${offset}\t${iso}\t${Math.floor(line.second / 60)}`;
  const what = `${store?.id}\t${to.products[line.product]}\t${line.channel}\t${line.fulfilment}\t${line.kind}`;
  return `${workspaceId}\t${customerId}\t${sourceId}\t\\\\x${key}\t${identity}\t${receipt}\t${when}\t${what}\t${line.quantity}\t${line.amountMinor}\t${to.batchId}\n`;
}

/** HH:MM:SS of a second of the day. */
export function clock(second: number): string {
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}

function two(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}

const days = new Map<number, { iso: string; offset: string }>();
const zone = new Intl.DateTimeFormat("en", { timeZone: "Europe/Paris", timeZoneName: "longOffset" });

/** A day, and what the clocks of the retailer's stores are ahead of UTC by on it, as of noon: nothing is sold at night. */
function calendarOf(day: number): { iso: string; offset: string } {
  const known = days.get(day);
  if (known !== undefined) return known;
  const offset = /GMT([+-]\d\d:\d\d)/.exec(zone.format(new Date(day * 86_400_000 + 43_200_000)))?.[1] ?? "+00:00";
  const told = { iso: isoDay(day), offset };
  days.set(day, told);
  return told;
}
