import { describe, expect, it } from "vitest";
import { suggestMapping } from "./suggest-mapping";

const sample = (header: string, ...rows: string[]) => ({
  encoding: "utf-8" as const,
  header: header.split(","),
  rows: rows.map((row) => row.split(",")),
});

describe("a first guess at a mapping", () => {
  it("of the UCI retailer's columns: all eight, and C for refunds", () => {
    const header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    const row = (no: string) => `${no},85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom`;
    const rows = ["536365", "536366", "536367", "536368", "536369", "C536379"].map(row);
    expect(suggestMapping("purchases", sample(header, ...rows))).toEqual({
      columns: {
        receipt: "InvoiceNo",
        at: "InvoiceDate",
        store: "Country",
        customer: "CustomerID",
        product: "StockCode",
        product_name: "Description",
        quantity: "Quantity",
        unit_price: "UnitPrice",
      },
      dateFormat: "ISO",
      decimal: ".",
      encoding: "utf-8",
      refund: { prefix: "C" },
    });
  });
  it("of a French till: accents, dates with days first, decimal comma", () => {
    const found = suggestMapping("purchases", {
      encoding: "windows-1252",
      header: ["N° ticket", "Date", "Heure", "Magasin", "Code article", "Libellé", "Qté", "Montant TTC"],
      rows: [["17", "31/12/2024", "18:05", "Lyon", "A1", "Bougie", "1", "12,50"]],
    });
    expect(found).toMatchObject({
      columns: { receipt: "N° ticket", date: "Date", time: "Heure", store: "Magasin", product: "Code article" },
      dateFormat: "D/M/YYYY H:mm",
      decimal: ",",
      encoding: "windows-1252",
    });
    expect(found.columns).toMatchObject({ product_name: "Libellé", quantity: "Qté", amount: "Montant TTC" });
  });
  it("of our own format: every column is itself", () => {
    const header = "receipt,line,at,store,customer,product,quantity,amount,channel";
    const { columns } = suggestMapping("purchases", sample(header, "1,1,2024-01-01,S,C,P,1,1,web"));
    expect(columns).toEqual(Object.fromEntries(header.split(",").map((name) => [name, name])));
  });
  it("12/25/2024 can only be months first", () => {
    const { dateFormat } = suggestMapping(
      "survey_responses",
      sample("client,date,nps", "C1,12/25/2024,9", "C2,01/02/2024,8"),
    );
    expect(dateFormat).toBe("M/D/YYYY");
  });
});
