import { describe, expect, it } from "vitest";
import { locales } from "../i18n/locale";
import { batchKinds, fieldsOf } from "../ingest/schema";
import { sentenceOf } from "../sentence";
import { checkRow } from "./check-row";
import { CsvWriter } from "./csv-writer";
import { bearerHash, keyHash, newKey } from "./key-text";
import { Refusal, type RefusalCode, refusals, shownValue } from "./refusal";
import { rowFields } from "./row-fields";
import { mostAttributes } from "./row-schema";

const params = { row: 3, field: "amount", value: "[]", expected: "number", kind: "purchases", known: "at", name: "x" };
const more = { max: 5, path: "/", method: "PUT", allowed: "GET", type: "x", encoding: "br", action: "data:import" };

describe("refusals", () => {
  it.each(Object.keys(refusals) as RefusalCode[])("%s has one sentence in each language", (code) => {
    const said = locales.map((locale) =>
      sentenceOf(`api.${code}`, { ...params, ...more, seconds: 2, one: "a", other: "b" }, locale),
    );
    for (const sentence of said) expect(sentence).toMatch(/^[^\n{}]{10,}\.$/);
    expect(new Set(said).size).toBe(locales.length);
  });
  it("say row, field, value and what to do", () => {
    expect(told({ store: "S", product: "P", at: "2024-03-01", receipt: 1, amount: ["12"] })).toBe(
      'Row 214: "amount" is ["12"]. Use a number, or its digits as a text.',
    );
    expect(told({ product: "P" })).toBe('Row 214: "store" is missing or empty. Fill it in.');
    expect(told({ store: "S", product: "P", amount: 1, receipt: 1, at: "" })).toMatch(
      /^Row 214: "at \/ date" is missing/,
    );
  });
  it("a long value is cut", () => expect(shownValue("x".repeat(500))).toHaveLength(81));
});

function told(row: unknown): string {
  try {
    checkRow("purchases", row, 214);
  } catch (error) {
    if (error instanceof Refusal) return sentenceOf(`api.${error.code}`, error.params, "en");
  }
  return "";
}

describe("the fields of a row", () => {
  it.each(batchKinds)("%s: those of its files, all of them", (kind) =>
    expect(Object.keys(rowFields[kind].values).sort()).toEqual([...fieldsOf[kind]].sort()),
  );
});

describe("CsvWriter", () => {
  it("the n-th row stands on line n + 1, whatever is in it", () => {
    const writer = new CsvWriter("change_customers");
    const text =
      writer.line({ change: 'a "b", c', customer: "x\r\ny\nz" }, 1) + writer.line({ change: 7, customer: null }, 2);
    expect(writer.header() + text).toBe('change,customer\n"a ""b"", c","x\ry\rz"\n7,\n');
    expect(writer.used()).toEqual(["change", "customer"]);
  });
  it("attributes take slots as they come; the header keeps its length", () => {
    const writer = new CsvWriter("products");
    const before = Buffer.byteLength(writer.header());
    writer.line({ product: "P1", attributes: { colour: "red" } }, 1);
    const line = writer.line({ product: "P2", attributes: { "größe €": 42, colour: true } }, 2);
    expect(line).toMatch(/^P2,,,,,yes,42,{38}\n$/);
    expect(Buffer.byteLength(writer.header())).toBe(before);
    expect(writer.header()).toMatch(/"colour *","größe € *","/);
  });
  it("one attribute too many is refused", () => {
    const names = Object.fromEntries(Array.from({ length: mostAttributes + 1 }, (_, i) => [`a${i}`, i]));
    expect(() => new CsvWriter("products").line({ product: "P", attributes: names }, 9)).toThrow("tooManyAttributes");
  });
});

describe("a key's text", () => {
  it("192 random bits, told by its prefix, found by its hash", () => {
    const { text, prefix, hash } = newKey((bytes) => Buffer.alloc(bytes, 0xfb));
    expect([text, prefix]).toEqual(["tk_fbfbfbfb_-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7", "tk_fbfbfbfb"]);
    expect([bearerHash(`bearer  ${text}`), keyHash(text)]).toEqual([hash, hash]);
    expect(newKey().text).not.toBe(newKey().text);
  });
  it.each([null, "", "Bearer", "Basic tk_fbfbfbfb_x", "Bearer tk_fbfbfbfb_short", "Bearer a b"])(
    "%s is none",
    (header) => expect(bearerHash(header)).toBeNull(),
  );
});
