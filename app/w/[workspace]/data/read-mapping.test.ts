import { describe, expect, it } from "vitest";
import { mappingSchemas } from "@/server/ingest/mapping";
import { batchKinds } from "@/server/ingest/schema";
import { readMapping } from "./read-mapping";

function form(values: Record<string, string>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(values)) made.set(name, value);
  return made;
}

describe("the mapping form", () => {
  it("says columns, formats, the refund rule, what is no merchandise; keeps rates that it does not ask about", () => {
    const said = form({
      "column-receipt": "InvoiceNo",
      "column-customer": "",
      dateFormat: "D/M/YYYY H:mm",
      decimal: ",",
      refund: "prefix",
      refundPrefix: "C",
      "constant-channel": "web",
      notMerchandise: "POST, DOT",
      wholeReceipts: "on",
    });
    expect(readMapping("purchases", said, { rates: { USD: "0.92" }, refund: { sign: true } })).toEqual({
      rates: { USD: "0.92" },
      columns: { receipt: "InvoiceNo" },
      dateFormat: "D/M/YYYY H:mm",
      decimal: ",",
      thousands: "",
      encoding: "utf-8",
      identity: "reference",
      refund: { prefix: "C" },
      constants: { channel: "web" },
      notMerchandise: { codes: ["POST", "DOT"] },
      wholeReceipts: true,
    });
  });
  it("of answers asks for fewer things", () => {
    expect(readMapping("survey_responses", form({ "column-score": "NPS" }), {})).toEqual({
      columns: { score: "NPS" },
      dateFormat: "ISO",
      decimal: ".",
      thousands: "",
      encoding: "utf-8",
      identity: "reference",
    });
  });
  it("of products asks for the columns of the family and of attributes; of changes for what holds in every row", () => {
    const products = form({ "column-product": "SKU", categories: "Dep; Fam", attributes: "Colour, Size" });
    expect(readMapping("products", products, { categories: ["Old"], referencesOf: "old" })).toMatchObject({
      columns: { product: "SKU" },
      categories: ["Dep", "Fam"],
      attributes: ["Colour", "Size"],
    });
    const changes = form({ "column-change": "Id", "constant-moved": "store", referencesOf: "tills" });
    const read = readMapping("changes", changes, { constants: { kind: "moved" } });
    expect(read).toMatchObject({ columns: { change: "Id" }, constants: { moved: "store" }, referencesOf: "tills" });
    expect(read).not.toHaveProperty("identity");
    for (const kind of batchKinds) expect(parsesAs(kind, readMapping(kind, form({}), {}))).toBe(true);
  });
});

function parsesAs(kind: (typeof batchKinds)[number], mapping: unknown): boolean {
  return mappingSchemas[kind].safeParse(mapping).success;
}
