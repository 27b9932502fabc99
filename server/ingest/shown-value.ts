/** A stored value in short words: parts of an object as "name: part; name: part". */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value).replaceAll("\u001f", " / ");
  if (Array.isArray(value)) return value.map(shownValue).join(", ");
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${shownValue(part)}`)
    .join("; ");
}
