export type StripState = "open" | "closed" | "missing" | "unknown";

/** Days in a row in one state. `offset`: days from the strip's first. */
export interface Run {
  state: StripState;
  offset: number;
  days: number;
  from: string;
  to: string;
}

const states: Record<string, StripState> = { o: "open", c: "closed", m: "missing", u: "unknown" };

/** "oocm" from 1 June -> open 1 to 2 June, closed 3 June, missing 4 June. */
export function runsOf(letters: string, from: string): Run[] {
  const day = (offset: number) => new Date(Date.parse(from) + offset * 86_400_000).toISOString().slice(0, 10);
  const runs: Run[] = [];
  for (const [offset, letter] of [...letters].entries()) {
    const state = states[letter] ?? "unknown";
    const last = runs.at(-1);
    if (last?.state === state) Object.assign(last, { days: last.days + 1, to: day(offset) });
    else runs.push({ state, offset, days: 1, from: day(offset), to: day(offset) });
  }
  return runs;
}
