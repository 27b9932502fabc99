/** An exact decimal: `units` / 10^`scale`. Units are a number while that is exact, a bigint beyond. */
export interface Decimal {
  units: number | bigint;
  scale: number;
}

export interface NumberFormat {
  decimal: "." | ",";
  /** What stands between groups of three digits; empty where nothing does. */
  thousands: string;
}

const exactDigits = 15;
const minus = 0x2d;
const plus = 0x2b;
const longMinus = 0x2212;

/** Reads "-1234.50" exactly, whatever its length; null if it is not a plain decimal number. */
export function parseDecimal(given: string, format: NumberFormat): Decimal | null {
  const text = format.thousands === "" ? given : ungrouped(given, format);
  const first = text.charCodeAt(0);
  const negative = first === minus || first === longMinus;
  const start = negative || first === plus ? 1 : 0;
  const point = format.decimal.charCodeAt(0);
  let units = 0;
  let digits = 0;
  let scale = -1;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === point && scale < 0) scale = 0;
    else {
      const digit = code - 48;
      if (digit < 0 || digit > 9) return null;
      units = units * 10 + digit;
      digits++;
      if (scale >= 0) scale++;
    }
  }
  if (digits === 0 || scale === 0) return null;
  if (digits > exactDigits) return long(text.slice(start), negative, format, Math.max(scale, 0));
  return { units: negative && units !== 0 ? -units : units, scale: Math.max(scale, 0) };
}

function long(digits: string, negative: boolean, format: NumberFormat, scale: number): Decimal {
  const units = BigInt(digits.replace(format.decimal, ""));
  return { units: negative ? -units : units, scale };
}

/** Takes the separators of thousands out where they stand between groups of three; else leaves the text, which then fails. */
function ungrouped(text: string, { decimal, thousands }: NumberFormat): string {
  const plain = thousands === " " ? text.replace(/[\u00a0\u202f]/g, " ") : text;
  if (!plain.includes(thousands)) return plain;
  const [whole = "", ...rest] = plain.split(decimal);
  const groups = whole.replace(/^[-+\u2212]/, "").split(thousands);
  const wellGrouped = groups.every((group, i) => (i === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group));
  return wellGrouped ? [whole.split(thousands).join(""), ...rest].join(decimal) : text;
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  const scale = a.scale + b.scale;
  if (typeof a.units === "number" && typeof b.units === "number") {
    const units = a.units * b.units;
    if (Math.abs(units) <= Number.MAX_SAFE_INTEGER) return { units: units === 0 ? 0 : units, scale };
  }
  return { units: BigInt(a.units) * BigInt(b.units), scale };
}

export function negate(value: Decimal): Decimal {
  return { units: Number(value.units) === 0 ? 0 : -value.units, scale: value.scale };
}

/** The integer nearest to value x 10^places, halves away from zero. */
export function toMinor(value: Decimal, places: number): number | bigint {
  const { units, scale } = value;
  if (typeof units === "bigint" || scale - places > exactDigits || places - scale > 4) {
    return bigToMinor(BigInt(units), scale - places);
  }
  const shift = scale - places;
  if (shift === 0) return units;
  if (shift < 0) {
    const minor = units * 10 ** -shift;
    return Number.isSafeInteger(minor) ? minor : bigToMinor(BigInt(units), shift);
  }
  const unit = 10 ** shift;
  const rest = units % unit;
  const whole = (units - rest) / unit;
  const rounded = Math.abs(rest) * 2 >= unit ? whole + Math.sign(units) : whole;
  return rounded === 0 ? 0 : rounded;
}

function bigToMinor(units: bigint, shift: number): bigint {
  if (shift <= 0) return units * 10n ** BigInt(-shift);
  const unit = 10n ** BigInt(shift);
  const rest = units % unit;
  const whole = units / unit;
  const size = rest < 0n ? -rest : rest;
  return size * 2n >= unit ? whole + (units < 0n ? -1n : 1n) : whole;
}

/** Writes units / 10^scale without an exponent and without trailing zeros: -4, 3 -> "-0.004". */
export function decimalText(units: number | bigint, scale: number): string {
  const whole = BigInt(units);
  const sign = whole < 0n ? "-" : "";
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, "0");
  const cut = digits.length - scale;
  const fraction = digits.slice(cut).replace(/0+$/, "");
  return `${sign}${digits.slice(0, cut)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A sum of decimals of any scale, exact. */
export class ExactSum {
  private readonly small: number[] = [];
  private readonly large: bigint[] = [];

  add({ units, scale }: Decimal): void {
    if (typeof units === "bigint") {
      this.large[scale] = (this.large[scale] ?? 0n) + units;
      return;
    }
    const sum = (this.small[scale] ?? 0) + units;
    if (Number.isSafeInteger(sum)) this.small[scale] = sum;
    else {
      this.large[scale] = (this.large[scale] ?? 0n) + BigInt(this.small[scale] ?? 0) + BigInt(units);
      this.small[scale] = 0;
    }
  }

  /** The sum as units / 10^scale, at the finest scale met (at least `atLeast`). */
  total(atLeast = 0): { units: bigint; scale: number } {
    const scale = Math.max(this.small.length, this.large.length, atLeast + 1) - 1;
    let units = 0n;
    for (let s = 0; s <= scale; s++) {
      units += (BigInt(this.small[s] ?? 0) + (this.large[s] ?? 0n)) * 10n ** BigInt(scale - s);
    }
    return { units, scale };
  }
}
