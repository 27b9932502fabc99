import { describe, expect, it } from "vitest";
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
    });
  });
});
