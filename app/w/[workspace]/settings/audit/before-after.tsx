import { differences } from "./difference";

/** What an act changed, one line a value. */
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
