/** What an act changed, one line a value: "role: ops → admin". */
export function BeforeAfter({ before, after }: { before: unknown; after: unknown }) {
  const lines = differences(before, after);
  if (lines.length === 0) return null;
  return (
    <ul className="min-w-0 text-ink-soft">
      {lines.map(({ name, line }) => (
        <li key={name} className="[overflow-wrap:anywhere]">
          {line}
        </li>
      ))}
    </ul>
  );
}

function differences(before: unknown, after: unknown): { name: string; line: string }[] {
  const [was, is] = [fields(before), fields(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) => ({ name, from: plain(was[name]), to: plain(is[name]) }))
    .filter(({ from, to }) => from !== to)
    .map(({ name, from, to }) => ({ name, line: `${name}: ${[from, to].filter((part) => part !== "").join(" → ")}` }));
}

function fields(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return value === null || value === undefined ? {} : { value };
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
