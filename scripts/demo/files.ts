import { interactionsCsv, purchaseMapping, purchasesCsv, responsesCsv } from "../../db/demo/csv";
import type { Simulation } from "../../db/demo/simulate";
import type { BatchKind, FileRole } from "../../db/schema";
import type { InputFile } from "../../server/ingest/input-file";

export interface DemoBatch {
  kind: BatchKind;
  mapping: unknown;
  files: { role: FileRole; file: InputFile }[];
}

/** The retailer's files as an import reads them; their text is made as it is read. */
export function demoBatches(simulation: Simulation): DemoBatch[] {
  return [
    {
      kind: "purchases",
      mapping: { ...purchaseMapping(simulation), related: { customers: { attributes: ["language", "loyalty_card"] } } },
      files: [
        { role: "stores", file: textFile("stores.csv", () => stores(simulation)) },
        { role: "products", file: textFile("products.csv", () => products(simulation)) },
        { role: "customers", file: textFile("customers.csv", () => customers(simulation)) },
        { role: "facts", file: textFile("purchases.csv", () => purchasesCsv(simulation)) },
      ],
    },
    {
      kind: "survey_responses",
      mapping: {},
      files: [{ role: "facts", file: textFile("answers.csv", () => responsesCsv(simulation)) }],
    },
    {
      kind: "interactions",
      mapping: {},
      files: [{ role: "facts", file: textFile("contacts.csv", () => interactionsCsv(simulation)) }],
    },
  ];
}

function textFile(name: string, text: () => Iterable<string>): InputFile {
  return {
    name,
    bytes: 0,
    async *open() {
      for (const chunk of text()) yield Buffer.from(chunk, "utf8");
    },
  };
}

function* stores({ stores: rows }: Simulation): Generator<string> {
  yield line("store", "name", "zone", "lat", "lon", "region", "format", "opened_on", "closed_on", "successor");
  for (const it of rows) {
    const life = [it.openedOn, it.closedOn, it.successorExternalId] as const;
    yield line(it.externalId, it.name, it.tz, it.lat, it.lon, it.region, it.format, ...life);
  }
}

function* products({ products: rows }: Simulation): Generator<string> {
  yield line("product", "name", "category", "merchandise", "successor");
  for (const it of rows) {
    yield line(it.externalId, it.name, it.categoryPath.join(" / "), it.merchandise, it.successorExternalId);
  }
}

function* customers(simulation: Simulation): Generator<string> {
  yield line("customer", "home_area", "language", "loyalty_card");
  for (const it of simulation.customers()) yield line(it.externalId, it.homeArea, it.language, it.loyaltyCard);
}

function line(...cells: (string | number | boolean | null | undefined)[]): string {
  const quoted = cells.map((cell) => {
    const text = cell === null || cell === undefined ? "" : String(cell);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(",")}\n`;
}
