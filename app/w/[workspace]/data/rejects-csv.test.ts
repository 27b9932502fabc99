import { describe, expect, it } from "vitest";
import { rejectsCsv } from "./rejects-csv";

const reject = (value: string) => ({ file: "a.csv", line: 2, column: "amount", value, code: "number", params: {} });
const cellOf = (value: string) => rejectsCsv([reject(value)], () => "no number").split("\r\n")[1];

describe("refused rows as a file", () => {
  it("begins with a byte order mark and the columns' names", () => {
    expect(rejectsCsv([], () => "")).toBe('\ufeff"file","line","column","value","why"\r\n');
  });
  it("what a spreadsheet would run gets an apostrophe: =cmd, +1+1, @SUM, -2+3", () => {
    for (const text of ["=cmd|'/C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "\tx"]) {
      expect(cellOf(text)).toBe(`"a.csv","2","amount","'${text}","no number"`);
    }
  });
  it("a negative number stays one: -12,50", () => {
    expect(cellOf("-12,50")).toBe('"a.csv","2","amount","-12,50","no number"');
  });
  it("quotation marks are doubled", () => {
    expect(cellOf('12"')).toBe('"a.csv","2","amount","12""","no number"');
  });
});
