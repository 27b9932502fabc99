/** Sums that PostgreSQL adds up in another order differ by less than this, relative to the figure. */
const NOISE = 1e-9;

/** Whether two figures, with all that JSON keeps of them, say the same. */
export function sameFigures(one: unknown, other: unknown): boolean {
  if (typeof one === "number" && typeof other === "number")
    return Math.abs(one - other) <= NOISE * Math.max(1, Math.abs(one), Math.abs(other));
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, i) => sameFigures(each, other[i]));
  if (isRecord(one) && isRecord(other)) {
    const keys = new Set([...namesOf(one), ...namesOf(other)]);
    return [...keys].every((key) => sameFigures(one[key], other[key]));
  }
  return one === other;
}

/** What is undefined is not kept. */
function namesOf(record: Record<string, unknown>): string[] {
  return Object.keys(record).filter((key) => record[key] !== undefined);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
