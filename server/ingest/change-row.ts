import { changeKinds, channels, fulfilments, movedParts } from "../changes/kinds";
import { splitPath, type ToldAt } from "./catalogue-books";
import { dateReader } from "./date-format";
import { parseDecimal, toMinor } from "./decimal";
import type { Header } from "./header";
import { ownCopy } from "./keys";
import type { ChangeMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { dayIn } from "./related-files";
import { RowCells } from "./row-cells";
import { changeFields } from "./schema";
import { knownWord } from "./shared-cells";

type Field = (typeof changeFields)[number];
type Cells = RowCells<Field>;

const span = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]|24):[0-5]\d$/;
const states = ["draft", "planned", "live", "ended"] as const;
const several = /\s*\|\s*/;

/** One row of a file of changes: an item of the scope of `change`, and what the row says of the change itself. */
export interface ChangeRow {
  at: ToldAt;
  change: string;
  /** What the change says in this row; equal in every row of it that says anything. */
  said: Partial<Record<SaidField, string>>;
  start: string | undefined;
  end: string | undefined;
  item: Partial<Record<"store" | "product" | "category" | "channel" | "fulfilment" | "hours", string>>;
}

export const saidFields = ["title", "moved", "kind", "state", "hypothesis", "gain", "tags", "links"] as const;
export type SaidField = (typeof saidFields)[number];

/** Rows by change, in the order of the file; a change of which a row was refused is not complete. */
export interface ChangeRows {
  rows: Map<string, ChangeRow[]>;
  incomplete: Set<string>;
  /** Which dimensions of a scope, and which fields, the file has columns for. */
  has: Set<Field>;
}

/** Reads rows of changes into memory: a file of them is small, and a change is whole or refused. */
export function changeRows(
  reading: Reading<ChangeMapping>,
  into: ChangeRows,
  file: string,
  header: Header,
): TableReader {
  const { mapping, rejects } = reading;
  const columns = header.columns(changeFields, mapping.columns);
  const cells: Cells = new RowCells({ file, header, columns, nothing: mapping.nothing, rejects });
  if (!cells.has("change")) header.required(mapping.columns?.change ?? "change");
  for (const field of changeFields) if (cells.has(field)) into.has.add(field);
  const days = dateReader(mapping.dateFormat);
  return {
    fault: (code, line, value, params = {}) => rejects.add({ file, line, column: "", value, code, params }),
    row(fields, line) {
      cells.take(fields, line);
      const change = cells.code("change");
      const row = { said: saidIn(reading, cells), item: itemIn(cells), ...datesIn(cells, days) };
      if (cells.refused) into.incomplete.add(change);
      else into.rows.set(change, [...(into.rows.get(change) ?? []), { at: { file, line }, change, ...row }]);
    },
  };
}

function saidIn({ mapping, workspace }: Reading<ChangeMapping>, cells: Cells): ChangeRow["said"] {
  const { constants } = mapping;
  const word = (field: "moved" | "kind" | "state", known: readonly string[]) =>
    cells.text(field) === "" && !constants[field]
      ? ""
      : knownWord(cells, field, known, { otherwise: constants[field] ?? "" });
  const title = cells.text("title");
  if (title !== "" && (title.length < 3 || title.length > 120)) cells.refuse("title", title, "titleLength");
  const hypothesis = cells.text("hypothesis");
  if (hypothesis.length > 600) cells.refuse("hypothesis", hypothesis, "tooLong", { max: 600 });
  const said = {
    title,
    moved: word("moved", movedParts),
    kind: word("kind", changeKinds),
    state: word("state", states),
    hypothesis,
    gain: gainIn(cells, mapping, workspace.minorDigits),
    tags: listIn(cells, "tags", (tag) => tag.length <= 40),
    links: listIn(cells, "links", isAddress),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== "")) as ChangeRow["said"];
}

function itemIn(cells: Cells): ChangeRow["item"] {
  const optionally = (field: "channel" | "fulfilment", known: readonly string[]) =>
    cells.text(field) === "" ? "" : knownWord(cells, field, known, { otherwise: "" });
  const hours = cells.text("hours");
  if (hours !== "" && !span.test(hours)) cells.refuse("hours", hours, "hoursOfDay");
  const item = {
    store: cells.text("store"),
    product: cells.text("product"),
    category: splitPath(cells.text("category")).replaceAll("\u001f", " / "),
    channel: optionally("channel", channels),
    fulfilment: optionally("fulfilment", fulfilments),
    hours,
  };
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== ""));
}

function datesIn(cells: Cells, days: ReturnType<typeof dateReader>): Pick<ChangeRow, "start" | "end"> {
  return { start: dayIn(cells, "start", days), end: dayIn(cells, "end", days) };
}

/** In minor units. */
function gainIn(cells: Cells, mapping: ChangeMapping, minorDigits: number): string {
  const text = cells.text("gain");
  if (text === "") return "";
  const gain = parseDecimal(text, mapping);
  if (!gain) cells.refuse("gain", text, "number", { decimal: mapping.decimal });
  const minor = gain ? Number(toMinor(gain, minorDigits)) : 0;
  if (!Number.isSafeInteger(minor)) cells.refuse("gain", text, "tooLarge");
  return String(minor);
}

function listIn(cells: Cells, field: "tags" | "links", fits: (one: string) => boolean): string {
  const all = cells
    .text(field)
    .split(several)
    .filter((one) => one !== "");
  if (all.length > 12 || !all.every(fits)) cells.refuse(field, cells.text(field), field);
  return ownCopy(all.join("|"));
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text);
}
