import type { ReplayShown } from "../../server/following/shown";

type Row = NonNullable<ReplayShown["latest"]>["result"]["changes"][number];

/** A replay as a table in Markdown, with the placebo changes under it. */
export function printReplay({ latest }: ReplayShown): string {
  if (latest === null) return "Nothing was run.\n";
  const { changes, left, placebos } = latest.result;
  const rows = [["change", "day 0", "alarm", "NPS", "weekly test", "against NPS"], ...changes.map(cellsOf)];
  const [head = [], ...rest] = rows;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const table = [line(head), line(head.map(() => "---")), ...rest.map(line)].join("");
  const out = left.map(({ title, why }) => `Not run: ${title} (${why}).\n`).join("");
  return `${table}\nPlacebo changes: ${placebos.k}; an uncalibrated alarm on ${placebos.down} downwards, ${placebos.up} upwards.\n${out}`;
}

function cellsOf({ title, day0, alarmOn, upOn, npsOn, zOn, lead, calibrated }: Row): string[] {
  const alarm = alarmOn ?? (upOn ? `${upOn} (they come more)` : "silent");
  return [
    title.replaceAll("|", "/"),
    day0,
    alarmOn !== null && !calibrated ? `${alarm} (not calibrated)` : alarm,
    npsOn ?? "silent",
    zOn ?? "silent",
    leadOf(lead),
  ];
}

function leadOf(lead: Row["lead"]): string {
  if (lead.kind === "together") return "the same day";
  if (lead.kind === "neither") return "neither spoke";
  return `${lead.atLeast ? "at least " : ""}${lead.days} days ${lead.kind}`;
}
