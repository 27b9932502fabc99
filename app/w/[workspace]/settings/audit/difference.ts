/** One value that an act changed: "role: ops → admin". A value that is gone leads to "–"; empty ones are not said. */
export interface Difference {
  name: string;
  line: string;
}

export function differences(before: unknown, after: unknown): Difference[] {
  const [was, is] = [fields(before), fields(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) => ({ name, from: plain(was[name]), to: plain(is[name]) }))
    .filter(({ from, to }) => from !== to)
    .map(({ name, from, to }) => ({ name, line: `${name}: ${from === "" ? to : `${from} → ${to || "–"}`}` }));
}

function fields(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return value === null || value === undefined ? {} : { value };
}

/** A value as a person reads it: lists with commas, parts as "name value", fractions to six digits. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (typeof value !== "object") return String(value);
  const parts = Array.isArray(value) ? value.map(plain) : Object.entries(value).map(([name, own]) => named(name, own));
  return parts.filter((part) => part !== "").join(", ");
}

function named(name: string, value: unknown): string {
  const said = plain(value);
  if (said === "") return "";
  const several = typeof value === "object" && value !== null && Object.keys(value).length > 1;
  return several ? `${name} (${said})` : `${name} ${said}`;
}
