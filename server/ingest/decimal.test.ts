import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalText, ExactSum, multiply, parseDecimal, toMinor } from "./decimal";

const point = { decimal: ".", thousands: "" } as const;
const read = (text: string, format: Parameters<typeof parseDecimal>[1] = point) => {
  const value = parseDecimal(text, format);
  return value && decimalText(value.units, value.scale);
};

describe("reading decimals", () => {
  it("keeps every digit: 0.001, -12.50, +3, 12345678901234567890.123", () => {
    expect(["0.001", "-12.50", "+3", "12345678901234567890.123"].map((text) => read(text))).toEqual([
      "0.001",
      "-12.5",
      "3",
      "12345678901234567890.123",
    ]);
  });
  it("takes a decimal comma and grouped thousands: 1.234.567,89 and 1 234,50", () => {
    expect(read("1.234.567,89", { decimal: ",", thousands: "." })).toBe("1234567.89");
    expect(read("1\u202f234,50", { decimal: ",", thousands: " " })).toBe("1234.5");
  });
  it("refuses what is no plain number, and thousands that are not in threes", () => {
    for (const text of ["", "-", "abc", "1e5", "1.2.3", "12.", "NaN", "=1+1", "1,5"]) expect(read(text)).toBeNull();
    expect(read("12.34,5", { decimal: ",", thousands: "." })).toBeNull();
  });
  it("reads what it writes, whatever the number", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
        fc.integer({ min: 0, max: 9 }),
        (units, scale) => {
          const text = decimalText(units, scale);
          expect(read(text)).toBe(text);
        },
      ),
    );
  });
});

describe("money", () => {
  const minor = (text: string) => toMinor(parseDecimal(text, point) ?? { units: 0, scale: 0 }, 2);
  it("rounds half away from zero: 1.005 -> 101, -1.005 -> -101, 2.675 -> 268, 0.0049 -> 0", () => {
    expect(["1.005", "-1.005", "2.675", "0.0049", "-0.004"].map(minor)).toEqual([101, -101, 268, 0, 0]);
  });
  it("6 x 2.55 = 15.30 and 0.1 x 0.2 = 0.02, exactly", () => {
    const product = (a: string, b: string) => {
      const value = multiply(parseDecimal(a, point) ?? zero, parseDecimal(b, point) ?? zero);
      return decimalText(value.units, value.scale);
    };
    expect(product("6", "2.55")).toBe("15.3");
    expect(product("0.1", "0.2")).toBe("0.02");
    expect(product("999999999999", "999999999999.99")).toBe("999999999998990000000000.01");
  });
  it("rounds large numbers as BigInt does, whatever the digits", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.integer({ min: 0, max: 6 }),
        (units, scale) => {
          const asNumber = Number.isSafeInteger(Number(units)) ? Number(units) : units;
          expect(BigInt(toMinor({ units: asNumber, scale }, 2))).toBe(BigInt(toMinor({ units, scale }, 2)));
        },
      ),
    );
  });
  it("sums across scales without loss: 0.001 + 0.25 + 9007199254740991 twice", () => {
    const sum = new ExactSum();
    for (const text of ["0.001", "0.25", "9007199254740991", "9007199254740991"])
      sum.add(parseDecimal(text, point) ?? zero);
    const { units, scale } = sum.total();
    expect(decimalText(units, scale)).toBe("18014398509481982.251");
  });
});

const zero = { units: 0, scale: 0 };
