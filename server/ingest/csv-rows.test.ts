import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvRows, NotOfEncoding } from "./csv-rows";

interface Read {
  rows: [line: number, ...fields: string[]][];
  faults: [line: number, code: string][];
}

function read(content: string | Buffer, options: { piece?: number; max?: number; newline?: number } = {}): Read {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const { piece = bytes.length || 1, max = 1000, newline = 0x0a } = options;
  const found: Read = { rows: [], faults: [] };
  const rows = new CsvRows(
    { delimiter: ",", newline, maxRecordBytes: max, decode: (part) => (isUtf8(part) ? part.toString() : null) },
    {
      row: (fields, line) => found.rows.push([line, ...fields]),
      fault: (code, line) => found.faults.push([line, code]),
    },
  );
  for (let start = 0; start < bytes.length; start += piece) rows.push(bytes.subarray(start, start + piece));
  rows.end();
  return found;
}

const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r\n", " ", "1", "€"), maxLength: 6 });
const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

describe("rows", () => {
  it("are those of csv-parse for any table, in pieces of any size, with LF or CRLF", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (table, end, piece, ended) => {
          const text = table.map((fields) => fields.map(quoted).join(",")).join(end) + (ended ? end : "");
          const oracle = parse(text, {
            relax_column_count: true,
            record_delimiter: ["\r\n", "\n"],
            skip_empty_lines: true,
          });
          const own = read(text, { piece });
          expect(own.faults).toEqual([]);
          expect(own.rows.map(([, ...fields]) => fields)).toEqual(oracle);
        },
      ),
      { numRuns: 500 },
    );
  });
  it("know their line, whatever stands before them: a cell of three lines, empty lines", () => {
    expect(read('a,b\n"1\n2\n3",x\n\ny,z\n').rows).toEqual([
      [1, "a", "b"],
      [2, "1\n2\n3", "x"],
      [6, "y", "z"],
    ]);
  });
  it("keep a quotation mark inside an unquoted cell", () => {
    expect(read('12" pipe,3\n').rows).toEqual([[1, '12" pipe', "3"]]);
  });
  it("an unclosed quotation mark costs its line only", () => {
    expect(read('a,b\n"c,d\ne,f\ng,"h"\n', { piece: 3 })).toEqual({
      rows: [
        [1, "a", "b"],
        [3, "e", "f"],
        [4, "g", "h"],
      ],
      faults: [[2, "unclosedQuote"]],
    });
  });
  it("a mark inside a quoted cell costs its line only", () => {
    const { rows, faults } = read('a,"b"c",d\ne,f\n');
    expect([rows, faults]).toEqual([[[2, "e", "f"]], [[1, "quoteInside"]]]);
  });
  it("a line of 10 MB costs itself only, and is not kept in memory", () => {
    const long = Buffer.concat([Buffer.from("a,b\n"), Buffer.alloc(10_000_000, "x"), Buffer.from("\nc,d\n")]);
    const { rows, faults } = read(long, { piece: 65_536, max: 1_000_000 });
    expect([rows, faults]).toEqual([
      [
        [1, "a", "b"],
        [3, "c", "d"],
      ],
      [[2, "lineTooLong"]],
    ]);
  });
  it("a NUL costs its line only", () => {
    expect(read("a,b\nc,\0d\ne,f\n").faults).toEqual([[2, "nul"]]);
  });
  it("may end in CR alone, as old Macintoshes wrote", () => {
    expect(read("a,b\rc,d\r", { newline: 0x0d }).rows).toEqual([
      [1, "a", "b"],
      [2, "c", "d"],
    ]);
  });
  it("bytes that are not UTF-8 are told with their line: caf\\xe9 on line 3", () => {
    const bytes = Buffer.concat([Buffer.from("a,b\nc,d\ncaf"), Buffer.from([0xe9]), Buffer.from(",x\n")]);
    expect(() => read(bytes)).toThrow(new NotOfEncoding(3, 0xe9));
    try {
      read(bytes, { piece: 4 });
    } catch (error) {
      expect(error).toMatchObject({ line: 3, byte: 0xe9 });
    }
  });
});
