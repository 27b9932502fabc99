import type { IdentityKind } from "@/db/schema";
import { copyText } from "./copy-rows";
import { dateReader } from "./date-format";
import { dayNumber, isoDay } from "./day-clock";
import type { Header } from "./header";
import type { CustomerMapping } from "./mapping";
import type { TableReader } from "./read-table";
import { earliestDay, type Reading } from "./reading";
import { yesOrNo } from "./related-files";
import { RowCells } from "./row-cells";
import { customerFields } from "./schema";
import { contactChannels, faultsOf, identityIn, shownFormat } from "./shared-cells";

type Field = (typeof customerFields)[number];

/** In the order in which they name the customer of a row: its own reference first, an address or a number last. */
export const identityRank = ["reference", "card", "email", "phone", "web"] as const satisfies readonly IdentityKind[];

const named = ["customer", "card", "email", "phone", "web"] as const;
const maxValue = 500;
const msPerDay = 86_400_000;
const states = new Map([
  ["given", "given"],
  ["yes", "given"],
  ["oui", "given"],
  ["true", "given"],
  ["1", "given"],
  ["refused", "refused"],
  ["no", "refused"],
  ["non", "refused"],
  ["false", "refused"],
  ["0", "refused"],
  ["opposed", "opposed"],
]);

/** Reads a file of customers into `stage_named`: who they are, by every identity that is told, and what they agreed to. */
export function namedRows(
  reading: Reading<CustomerMapping>,
  { name: file, index }: { name: string; index: number },
  header: Header,
): TableReader {
  const { mapping, rejects } = reading;
  const columns = header.columns(customerFields, mapping.columns);
  const cells = new RowCells({ file, header, columns, nothing: mapping.nothing, rejects });
  const present = named.filter((field) => cells.has(field));
  if (present.length === 0) header.required(mapping.columns?.customer ?? "customer");
  const attributes = mapping.attributes.map((name) => ({ name, index: header.required(name) }));
  const days = dateReader(mapping.dateFormat);
  return {
    fault: faultsOf(reading, file),
    row(fields, line) {
      cells.take(fields, line);
      const told = identitiesIn(reading, cells, present);
      const verified = yesOrNo(cells, "email_verified");
      const consent = consentIn(reading, cells, days);
      if (told.size === 0) cells.refuse(present[0] ?? "customer", "", "nobody", { known: present.join(", ") });
      if (cells.refused) return;
      reading.counts.kept++;
      const kept = attributes.map(({ name, index }) => [name, cells.at(index).slice(0, maxValue)] as const);
      const hashes = identityRank.map((kind) => hashOf(reading, kind, told.get(kind)));
      const area = cells.text("home_area").slice(0, maxValue);
      const reference = told.get("reference");
      reading.copy.add(
        [
          ...[index, line, reference === undefined ? "\\N" : copyText(reference), ...hashes],
          verified === null ? "\\N" : verified ? "t" : "f",
          area === "" ? "\\N" : copyText(area),
          copyText(JSON.stringify(Object.fromEntries(kept.filter(([, value]) => value !== "")))),
          JSON.stringify(consent),
        ].join("\t"),
      );
    },
  };
}

/** What the row names its customer by, one value of each kind. */
function identitiesIn(
  reading: Reading<CustomerMapping>,
  cells: RowCells<Field>,
  present: readonly (typeof named)[number][],
): Map<IdentityKind, string> {
  const told = new Map<IdentityKind, string>();
  for (const field of present) {
    const kind = field === "customer" ? reading.identityKind : field;
    const value = identityIn(reading, cells, field, kind);
    if (value !== "" && !told.has(kind)) told.set(kind, value);
  }
  return told;
}

function hashOf(reading: Reading<CustomerMapping>, kind: IdentityKind, value: string | undefined): string {
  return value === undefined ? "\\N" : `\\\\x${reading.identities[kind].of(value)}`;
}

/** Per channel of contact what was agreed to, and since when. */
function consentIn(
  reading: Reading<CustomerMapping>,
  cells: RowCells<Field>,
  days: ReturnType<typeof dateReader>,
): Record<string, { state: string; on: string | null }> {
  const on = consentDay(reading, cells, days);
  const consent: Record<string, { state: string; on: string | null }> = {};
  for (const channel of contactChannels) {
    const told = cells.text(`consent_${channel}`);
    if (told === "") continue;
    const state = states.get(told.toLowerCase());
    if (state) consent[channel] = { state, on };
    else cells.refuse(`consent_${channel}`, told, "consent");
  }
  return consent;
}

function consentDay(
  reading: Reading<CustomerMapping>,
  cells: RowCells<Field>,
  days: ReturnType<typeof dateReader>,
): string | null {
  const text = cells.text("consent_on");
  if (text === "") return null;
  const told = days(text);
  const format = shownFormat(reading.mapping.dateFormat);
  if (!told || !Number.isFinite(told.wall)) cells.refuse("consent_on", text, "date", { format });
  else {
    const day = isoDay(Math.floor(told.wall / msPerDay));
    const number = dayNumber(day);
    if (number >= earliestDay && number <= reading.latestDay) return day;
    cells.refuse("consent_on", text, "dateAbsurd");
  }
  return null;
}
