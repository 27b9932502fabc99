import { group } from "d3-array";
import { describe, expect, it } from "vitest";
import { answerWithin } from "./answers";
import { dayNumber, weekday } from "./calendar";
import type { PurchaseRow } from "./ledger";
import { simulate } from "./simulate";

const base = simulate({ customers: 2000, years: 3, seed: 7 });
const lines = [...base.purchaseLines()];
const today = base.options.today;
const stores = new Map(base.stores.map((store) => [store.externalId, store]));
const products = new Map(base.products.map((product) => [product.externalId, product]));
const byReceipt = group(lines, (line) => line.receipt);
const sales = lines.filter((line) => line.kind === "sale");

function visitDays(of: readonly PurchaseRow[]): Map<string, number[]> {
  const known = of.filter((line) => line.customer !== null);
  const groups = group(known, (line) => line.customer ?? "");
  return new Map(
    [...groups].map(([customer, rows]) => [customer, [...new Set(rows.map((row) => dayNumber(row.at.slice(0, 10))))]]),
  );
}

describe("the same options give the same retailer", () => {
  const small = { customers: 150, years: 2, seed: 3 };
  const rows = (seed: number, customers: number) => [...simulate({ ...small, seed, customers }).purchaseLines()];

  it("seed 3 twice: every row alike; seed 4: another", () => {
    expect(rows(3, 150)).toEqual(rows(3, 150));
    expect(rows(4, 150)).not.toEqual(rows(3, 150));
  });

  it("150 people live the same lives beside 150 others", () => {
    const identified = (of: readonly PurchaseRow[]) =>
      of.filter((row) => row.customer !== null && row.customer <= "C000150");
    expect(identified(rows(3, 300))).toEqual(identified(rows(3, 150)));
  });

  it("answers, contacts, customers and changes too", () => {
    const all = () => {
      const it = simulate(small);
      return [...it.customers(), ...it.surveyResponses(), ...it.interactions(), ...it.changes];
    };
    expect(all()).toEqual(all());
  });
});

describe("purchase lines", () => {
  it("2,000 customers over 3 years make 45,000 to 60,000 of them: half a million at 20,000", () => {
    expect(lines.length).toBeGreaterThan(45_000);
    expect(lines.length).toBeLessThan(60_000);
  });

  it("a receipt has 2 to 3 lines on average, whole and at one time, till and customer", () => {
    expect(lines.length / byReceipt.size).toBeGreaterThan(2);
    expect(lines.length / byReceipt.size).toBeLessThan(3);
    const torn = [...byReceipt.values()].filter(
      (rows) => new Set(rows.map((r) => `${r.at}${r.store}${r.customer}${r.kind}`)).size > 1,
    );
    expect(torn).toEqual([]);
    const starts = lines.filter((line, i) => line.receipt !== lines[i - 1]?.receipt);
    expect(starts.length).toBe(byReceipt.size);
  });

  it("every line has a name of its own", () => {
    expect(new Set(lines.map((line) => line.line)).size).toBe(lines.length);
  });

  it("comes in order of time, three years up to today", () => {
    expect(lines.every((line, i) => i === 0 || line.at >= (lines[i - 1]?.at ?? ""))).toBe(true);
    expect(lines[0]?.at.slice(0, 10)).toBe("2023-11-22");
    expect(lines.at(-1)?.at.slice(0, 10)).toBe(today);
  });

  it("names a known store that is open that day, and a known product", () => {
    const wrong = lines.filter((line) => {
      const store = stores.get(line.store);
      const day = line.at.slice(0, 10);
      if (store === undefined || !products.has(line.product)) return true;
      const closed = store.closedOn !== undefined && day > store.closedOn;
      const sunday = weekday(dayNumber(day)) === 6 && !["PAM", "NCE", "WEB"].includes(line.store);
      return day < store.openedOn || closed || sunday;
    });
    expect(wrong).toEqual([]);
  });

  it("10 to 20% of receipts have no customer, more of them in Paris than in Angers", () => {
    const anonymous = (rows: readonly PurchaseRow[]) =>
      rows.filter((row) => row.customer === null).length / rows.length;
    const heads = [...byReceipt.values()].flatMap((rows) => rows.slice(0, 1));
    expect(anonymous(heads)).toBeGreaterThan(0.1);
    expect(anonymous(heads)).toBeLessThan(0.2);
    const at = (store: string) => anonymous(heads.filter((row) => row.store === store));
    expect(at("PAM")).toBeGreaterThan(at("ANG"));
  });

  it("sales are positive pieces for whole cents, refunds the negative of a sale before them", () => {
    expect(sales.every((row) => row.quantity > 0 && row.amountMinor >= 0 && Number.isInteger(row.amountMinor))).toBe(
      true,
    );
    const refunds = lines.filter((row) => row.kind === "refund");
    expect(refunds.length / lines.length).toBeGreaterThan(0.02);
    const sold = new Set(sales.map((row) => `${row.customer} ${row.product} ${row.quantity} ${row.amountMinor}`));
    expect(
      refunds.filter((row) => !sold.has(`${row.customer} ${row.product} ${-row.quantity} ${-row.amountMinor}`)),
    ).toEqual([]);
    expect(refunds.filter((row) => !products.get(row.product)?.merchandise)).toEqual([]);
  });

  it("a fee never stands alone: 0 receipts without merchandise", () => {
    const bare = [...byReceipt.values()].filter((rows) => rows.every((row) => !products.get(row.product)?.merchandise));
    expect(bare).toEqual([]);
  });

  it("the first 91 days know people who come 4 times or more", () => {
    const early = visitDays(sales.filter((row) => row.at < "2024-02-21"));
    expect([...early.values()].filter((days) => days.length >= 4).length).toBeGreaterThan(100);
  });
});

describe("answers and contacts", () => {
  const visits = visitDays(sales);

  it("nobody answers who did not come in the 5 days before", () => {
    const answers = [...base.surveyResponses()];
    expect(answers.length).toBeGreaterThan(500);
    const strangers = answers.filter((answer) => {
      const day = dayNumber(answer.at.slice(0, 10));
      return !visits.get(answer.customer)?.some((visit) => day > visit && day - visit <= answerWithin);
    });
    expect(strangers).toEqual([]);
    expect(answers.every(({ score }) => Number.isInteger(score) && score >= 0 && score <= 10)).toBe(true);
  });

  it("ids are unique and none is later than today", () => {
    const rows = [...base.surveyResponses(), ...base.interactions()];
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    expect(rows.every((row) => row.at.slice(0, 10) <= today)).toBe(true);
  });
});

describe("what the product can read", () => {
  const words = (rows: readonly object[]) => [...new Set(rows.flatMap((row) => Object.keys(row)))].sort();

  it("rows carry the file's columns and nothing of the truth", () => {
    expect(words(lines)).toEqual(
      [
        "amountMinor",
        "at",
        "channel",
        "customer",
        "fulfilment",
        "kind",
        "line",
        "product",
        "quantity",
        "receipt",
        "store",
      ].sort(),
    );
    const customers = [
      "birthYear",
      "email",
      "externalId",
      "firstName",
      "homeArea",
      "joinedOn",
      "language",
      "lastName",
      "loyaltyCard",
    ];
    expect(words([...base.customers()])).toEqual([...customers, "mailConsent"]);
    expect(words([...base.surveyResponses()])).toEqual(["at", "comment", "customer", "id", "score", "store"]);
  });

  it("changes carry what a person records", () => {
    const known =
      "key title moved kind scope start end perStoreStart state hypothesis declaredGainMinor tags ownerRole note".split(
        " ",
      );
    expect(words(base.changes).filter((word) => !known.includes(word))).toEqual([]);
  });

  it("2,001 people cannot be asked for by halves", () => {
    expect(() => simulate({ customers: 2000.5 })).toThrow("Use a whole number from 1 to 1000000.");
    expect(() => simulate({ years: 0 })).toThrow("Use 1 to 10.");
    expect(() => simulate({ today: "31/02/2026" })).toThrow("'31/02/2026' is not a day. Use YYYY-MM-DD.");
  });
});
