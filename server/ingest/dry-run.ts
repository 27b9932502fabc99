import { randomBytes } from "node:crypto";
import type { BatchKind } from "@/db/schema";
import type { Scope } from "../scope";
import { isoDay } from "./day-clock";
import { decimalText } from "./decimal";
import type { InputFile } from "./input-file";
import { interactionRows } from "./interaction-row";
import type { InteractionMapping, Mapping, PurchaseMapping, ResponseMapping } from "./mapping";
import { PurchaseLines } from "./purchase-line";
import { readSome } from "./read-sample";
import { newReading, type Reading } from "./reading";
import type { Reject } from "./rejects";
import { responseRows } from "./response-row";

const shown = 8;

export interface DryRun {
  kept: number;
  refused: number;
  sum: string;
  refunds: number;
  /** The first rows as they would be kept. */
  rows: Record<string, string>[];
  rejects: Reject[];
}

/** Reads the first piece of a file with a mapping and writes nothing. Throws FileFault where the file cannot be read so. */
export async function dryRun(scope: Scope, kind: BatchKind, mapping: Mapping, file: InputFile): Promise<DryRun> {
  const rows: Record<string, string>[] = [];
  const copy = {
    add(row: string) {
      if (rows.length >= shown) return;
      const shownRow = rowOf(kind, row.split("\t"));
      if (shownRow.kind !== "refused") rows.push(shownRow);
    },
  };
  const reading = newReading({
    workspace: scope.workspace,
    sourceName: "",
    mapping,
    copy,
    now: scope.now,
    identityKey: randomBytes(32),
    storeZones: [],
  });
  await readSome(file, mapping, (_, header) => {
    if (kind === "purchases") {
      return new PurchaseLines(reading as Reading<PurchaseMapping>, { name: file.name, index: 0 }, header);
    }
    if (kind === "survey_responses") return responseRows(reading as Reading<ResponseMapping>, file.name, header);
    return interactionRows(reading as Reading<InteractionMapping>, file.name, header);
  });
  const { units, scale } = reading.counts.rounded.total(reading.workspace.minorDigits);
  return {
    kept: reading.counts.kept,
    refused: reading.rejects.count,
    sum: decimalText(units, scale),
    refunds: reading.counts.refunds,
    rows: rows.map((row) => named(reading, row)),
    rejects: reading.rejects.kept.slice(0, shown),
  };
}

function rowOf(kind: BatchKind, cells: string[]): Record<string, string> {
  const nothing = (cell: string | undefined) => (cell === undefined || cell === "\\N" ? "" : cell);
  const at = (i: number) => nothing(cells[i]);
  if (kind === "purchases") {
    const [, , , customer, , day, minute, store, product, channel, , what, quantity, minor] = cells.map(nothing);
    const when = `${isoDay(Number(day))} ${clock(Number(minute))}`;
    return { when, customer, store, product, channel, kind: what, quantity, minor } as Record<string, string>;
  }
  const common = { when: isoDay(Number(at(4))), customer: at(2), store: at(5), product: at(6) };
  return kind === "survey_responses"
    ? { ...common, score: at(7), text: at(14) }
    : { ...common, kind: at(8), channel: at(11), text: at(14) };
}

/** Ordinals of staging as the codes that the file has, minor units as money. */
function named(reading: Reading<Mapping>, row: Record<string, string>): Record<string, string> {
  const codes = (book: { all(): { ordinal: number; code: string }[] }, ordinal: string | undefined) =>
    book.all()[Number(ordinal) - 1]?.code ?? "";
  const { minor, ...rest } = row;
  return {
    ...rest,
    store: codes(reading.stores, row.store),
    product: codes(reading.products, row.product),
    ...(minor !== undefined && { amount: decimalText(BigInt(minor), reading.workspace.minorDigits) }),
  };
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
