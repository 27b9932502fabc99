import { describe, expect, it } from "vitest";
import { batchKinds, fieldsOf } from "./schema";
import { judgeColumns, suggestMapping } from "./suggest-mapping";

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
  it("of every kind's own format: every column is itself, and sure", () => {
    for (const kind of batchKinds) {
      const fields: readonly string[] = fieldsOf[kind];
      const own = fields.filter((field) => !["date", "time", "unit_price"].includes(field) || kind === "stock");
      const found = { encoding: "utf-8" as const, header: [...own], rows: [] };
      const { columns } = suggestMapping(kind, found);
      expect(columns).toEqual(Object.fromEntries(own.map((field) => [field, field])));
      expect(new Set(Object.values(judgeColumns(kind, found, columns).sure))).toEqual(new Set(["sure"]));
    }
  });
  it("of a French file of customers: cards are no references, and a column of addresses is found by its values", () => {
    const rows = ["4411,17,anne@x.fr,06 12 34 56 78,oui", "4412,18,bob@x.fr,,non", "4413,19,,0033612345678,oui"];
    const found = sample("N° carte,N° client,Contact,Portable,Opt-in email", ...rows);
    const { columns, identity } = suggestMapping("customers", found);
    expect(columns).toEqual({
      card: "N° carte",
      customer: "N° client",
      email: "Contact",
      phone: "Portable",
      consent_email: "Opt-in email",
    });
    expect(identity).toBeUndefined();
    expect(judgeColumns("customers", found, columns).sure).toEqual({
      card: "likely",
      customer: "likely",
      email: "guess",
      phone: "likely",
      consent_email: "likely",
    });
    expect(judgeColumns("customers", found, columns).contradicts).toEqual({});
  });
  it("a stock file's day stays a day: only what happens at a time has one", () => {
    const { columns, dateFormat } = suggestMapping("stock", sample("Magasin,EAN,Jour,Dispo", "S,P,31/12/2024,oui"));
    expect(columns).toEqual({ store: "Magasin", product: "EAN", date: "Jour", in_stock: "Dispo" });
    expect(dateFormat).toBe("D/M/YYYY");
  });
  it("of answers that name people by their address, or keep addresses where references should be", () => {
    const answers = sample("E-mail,Date,NPS", "a@x.fr,2024-01-01,9");
    const byEmail = suggestMapping("survey_responses", answers);
    expect(byEmail).toMatchObject({ identity: "email", columns: { customer: "E-mail", at: "Date", score: "NPS" } });
    const { sure } = judgeColumns("survey_responses", answers, byEmail.columns);
    expect(sure).toEqual({ customer: "likely", at: "likely", score: "likely" });
    const inside = suggestMapping("survey_responses", sample("customer,at,score", "a@x.fr,2024-01-01,9"));
    expect(inside).toMatchObject({ identity: "email", columns: { customer: "customer" } });
  });
});

describe("a column whose values contradict it", () => {
  const found = sample("customer,at,score", "C1,soon,9", "C2,later,8", "C3,2024-01-03,perhaps", "C4,never,10");
  const against = (columns: Record<string, string>) => judgeColumns("survey_responses", found, columns).contradicts;
  it("is named with the first value that does not fit; single faults are not", () => {
    expect(against({ customer: "customer", at: "at", score: "score" })).toEqual({ at: "soon" });
  });
  it("so is one that a person chose, of which nothing is said to be sure; empty ones contradict nothing", () => {
    expect(judgeColumns("survey_responses", found, { score: "customer" })).toEqual({
      sure: {},
      contradicts: { score: "C1" },
    });
    expect(judgeColumns("survey_responses", sample("score", ""), { score: "score" }).contradicts).toEqual({});
  });
});
