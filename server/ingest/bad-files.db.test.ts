import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { DomainError } from "../errors";
import { sentence } from "../sentence";
import { rejectSentence } from "./reject-sentence";
import { checksums, type TestFiles, type TestShop, testShop } from "./testing";

let database: TestDatabase;
let shop: TestShop;
let before: Record<string, string>;
const header = "receipt,at,store,customer,product,quantity,amount\n";
const good = "G1,2024-03-01,S1,C1,P1,1,10\n";

beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "bad-files");
  await shop.import({ "first.csv": `${header}F1,2024-02-01,S1,C1,P1,1,10\nF2,2024-02-02,S1,C2,P1,1,10\n` });
  before = await checksums(database.ownerUrl, shop.workspaceId);
});
afterAll(() => database.drop());

const isSentence = /^\S[^\n]+[.]$/;

/** The sentence with which a whole file is refused; what was there before is there still. */
async function refusal(files: TestFiles, mapping?: unknown): Promise<string> {
  const failure = await shop.import(files, { mapping }).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(DomainError);
  const { batch } = await shop.latest();
  expect(batch.state).toBe("failed");
  expect(batch.error?.code).toBe((failure as DomainError).code);
  expect(await checksums(database.ownerUrl, shop.workspaceId)).toEqual(before);
  const told = sentence(failure, "en");
  expect(told).toMatch(isSentence);
  expect(told).not.toContain("undefined");
  expect(sentence(failure, "fr")).toMatch(isSentence);
  return told;
}

/** The sentences of the refused rows; the good row beside them is imported, then taken out again. */
async function rejected(files: TestFiles, mapping?: unknown): Promise<string[]> {
  const report = await shop.import(files, { mapping });
  expect([report.kept, report.inserted]).toEqual([1, 1]);
  const { rejects } = await shop.batch(report.batchId);
  expect(rejects.length).toBe(report.refused);
  await database.owner.sql`
    delete from purchase_line where workspace_id = ${shop.workspaceId} and batch_id = ${report.batchId}`;
  for (const reject of rejects) expect(rejectSentence(reject, "fr")).not.toContain("rejects.");
  return rejects.map((reject) => rejectSentence(reject, "en"));
}

describe("files that cannot be used: one sentence, and nothing is changed", () => {
  it("1. empty", async () => {
    expect(await refusal({ "a.csv": "" })).toContain("a.csv is empty");
    expect(await refusal({ "a.csv": "\ufeff" })).toContain("a.csv is empty");
    expect(await refusal({ "a.csv": "\n\n\n" })).toContain("a.csv is empty");
  });
  it("2. a header alone", async () => {
    expect(await refusal({ "a.csv": header })).toContain("has a header and no rows");
  });
  it("3. windows-1252 read as UTF-8", async () => {
    const bytes = Buffer.from(`${header}${good}G2,2024-03-01,Orl\u00e9ans,C1,P1,1,10\n`, "latin1");
    expect(await refusal({ "a.csv": bytes })).toContain("a.csv, line 3: a byte (hexadecimal E9)");
  });
  it("4. UTF-16", async () => {
    expect(await refusal({ "a.csv": Buffer.from(`\ufeff${header}${good}`, "utf16le") })).toContain("UTF-16");
  });
  it("5. a picture", async () => {
    const png = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");
    expect(await refusal({ "a.csv": png })).toContain("is not a text file");
  });
  it("6. an Excel workbook", async () => {
    expect(await refusal({ "a.csv": Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(100)]) })).toContain(
      "is a spreadsheet",
    );
  });
  it("7. gzip that was cut short", async () => {
    const packed = gzipSync(`${header}${good.repeat(2000)}`);
    expect(await refusal({ "a.csv.gz": packed.subarray(0, packed.length - 20) })).toContain("was cut short");
  });
  it("8. gzip that is damaged", async () => {
    const packed = Buffer.from(gzipSync(`${header}${good.repeat(2000)}`));
    packed.fill(0x55, 20, 60);
    expect(await refusal({ "a.csv.gz": packed })).toContain("is damaged");
  });
  it("9. named .gz and not packed", async () => {
    expect(await refusal({ "a.csv.gz": header + good })).toContain("is not packed with gzip");
  });
  it("10. a column twice", async () => {
    expect(await refusal({ "a.csv": `receipt,at,store,amount,product,amount\nG1,2024-03-01,S,1,P,2\n` })).toContain(
      'the column "amount" stands twice',
    );
  });
  it("11. a column missing, which a wrong separator looks like too", async () => {
    expect(await refusal({ "a.csv": "receipt,at,store,product\nG1,2024-03-01,S,P\n" })).toContain('no column "amount"');
    expect(await refusal({ "a.csv": header + good }, { delimiter: ";" })).toContain('no column "at"');
    expect(await refusal({ "a.csv": header + good }, { columns: { receipt: "Ticket", at: "at" } })).toContain(
      'no column "Ticket"; it has: receipt, at',
    );
  });
  it("12. a header that cannot be read", async () => {
    expect(await refusal({ "a.csv": `"receipt,at\n${good}` })).toContain("line 1: the line of column names");
  });
  it("13. every row wrong: the mapping is", async () => {
    const told = await refusal({ "a.csv": `${header}G1,01/03/2024,S1,C1,P1,1,10\n` });
    expect(told).toContain('not one of 1 rows can be used; line 2, column at, is "01/03/2024"');
  });
});

describe("rows that cannot be used: one sentence each, beside a good one that is kept", () => {
  it("14. an unclosed quotation mark", async () => {
    expect(await rejected({ "a.csv": `${header}"G0,2024-03-01,S1,C1,P1,1,10\n${good}` })).toEqual([
      "a.csv, line 2: a quotation mark opens here and is never closed. Close it, or double it if it belongs to the text.",
    ]);
  });
  it("15. a quotation mark inside a quoted cell; inside an unquoted one it is text", async () => {
    expect(await rejected({ "a.csv": `${header}G0,2024-03-01,"S"1",C1,P1,1,10\n${good}` })).toEqual([
      "a.csv, line 2: a quotation mark stands inside a quoted cell. Double it.",
    ]);
    expect(await rejected({ "a.csv": `${header}${good.replace("P1", '12" pipe')}` })).toEqual([]);
  });
  it("16. a line of 10 MB", async () => {
    const [told] = await rejected({ "a.csv": `${header}${"x".repeat(10_000_000)}\n${good}` });
    expect(told).toContain("a.csv, line 2: the line is longer than a million characters");
  });
  it("17. a NUL", async () => {
    const [told] = await rejected({ "a.csv": `${header}G0,2024-03-01,S\0,C1,P1,1,10\n${good}` });
    expect(told).toContain("a.csv, line 2: the line holds a NUL byte");
  });
  it("18. ragged rows: a cell too few, one too many; empty ones at the end are nothing", async () => {
    const rows = "G0,2024-03-01,S1,C1,P1,1\nG0,2024-03-01,S1,C1,P1,1,10,5\n";
    const told = await rejected({ "a.csv": `${header}${rows}${good.replace("\n", ",,\n")}` });
    expect(told).toEqual([
      "a.csv, line 2: the line has 6 cells, the header has 7. Put cells that hold a separator in quotation marks.",
      "a.csv, line 3: the line has 8 cells, the header has 7. Put cells that hold a separator in quotation marks.",
    ]);
  });
  it("19. dates that are none: 31 February, year 0, year 9999, tomorrow week, nothing", async () => {
    const days = ["2024-02-31", "0000-01-01", "9999-01-01", "2026-11-30", ""];
    const told = await rejected({ "a.csv": `${header}${days.map((day) => `G0,${day},S,C,P,1,1\n`).join("")}${good}` });
    expect(told).toEqual([
      'a.csv, line 2: at is "2024-02-31", which is not a date. Use YYYY-MM-DD HH:mm:ss.',
      ...["0000-01-01", "9999-01-01", "2026-11-30"].map(
        (day, i) => `a.csv, line ${3 + i}: at is "${day}", a day before 1980 or in the future. Correct it.`,
      ),
      "a.csv, line 6: at is empty. Fill it in.",
    ]);
  });
  it("20. numbers that are none, or beyond all money", async () => {
    const amounts = ["ten", "1e5", "10,50", "99999999999999999999", ""];
    const rows = amounts.map((amount) => `G0,2024-03-01,S,C,P,1,"${amount}"\n`).join("");
    const told = await rejected({ "a.csv": `${header}${rows}${good}` });
    expect(told[0]).toBe(
      'a.csv, line 2: amount is "ten", which is not a number with the decimal mark ".". Correct it, or the mapping.',
    );
    expect(told[3]).toBe(
      'a.csv, line 5: amount is "99999999999999999999", which is larger than any real one. Correct it.',
    );
    expect(told.length).toBe(5);
  });
  it("21. another currency", async () => {
    const head = header.replace("\n", ",currency\n");
    const told = await rejected({
      "a.csv": `${head}G0,2024-03-01,S,C,P,1,1,USD\n${good.replace("\n", ",EUR\n")}`,
    });
    expect(told).toEqual([
      "a.csv, line 2: currency is USD; this workspace counts in EUR. Give a rate in the mapping, or import another file.",
    ]);
  });
  it("22. codes too long for any index", async () => {
    const [told] = await rejected({ "a.csv": `${header}G0,2024-03-01,${"S".repeat(5000)},C,P,1,1\n${good}` });
    expect(told).toContain("store has more than 200 characters");
  });
});

describe("files that only look odd are read", () => {
  const odd: Record<string, Buffer | string> = {
    "23. a byte order mark": `\ufeff${header}${good}`,
    "24. CRLF": (header + good).replaceAll("\n", "\r\n"),
    "25. CR alone": (header + good).replaceAll("\n", "\r"),
    "26. no line end at the end": (header + good).trimEnd(),
    "27. empty lines between": `\n${header}\n\n${good}\n`,
    "28. mixed line ends": header.replace("\n", "\r\n") + good,
    "29. names of columns in capitals, with spaces": header.toUpperCase().replaceAll(",", " , ") + good,
    "30. tabs": (header + good).replaceAll(",", "\t"),
    "31. formula cells, kept as the text they are": header + good.replace("P1", "\"=cmd|'/C calc'!A0\""),
  };
  for (const [title, content] of Object.entries(odd)) {
    it(title, async () => {
      expect(await rejected({ "a.csv": content })).toEqual([]);
    });
  }
  it("32. windows-1252, once the mapping says so", async () => {
    const bytes = Buffer.from(header + good.replace("S1", "Orl\u00e9ans"), "latin1");
    expect(await rejected({ "a.csv": bytes }, { encoding: "windows-1252" })).toEqual([]);
    const [store] = await database.owner.sql`
      select name from store where workspace_id = ${shop.workspaceId} and external_id like 'Orl%'`;
    expect(store?.name).toBe("Orléans");
  });
});
