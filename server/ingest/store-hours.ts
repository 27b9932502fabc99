import { z } from "zod";

const clock = /^([01]\d|2[0-4]):([0-5]\d)$/;
const spell = z.tuple([z.string().regex(clock), z.string().regex(clock)]);

/**
 * `store.hours`: when a store is open, in its own zone. `week` by ISO weekday (1 Monday to 7 Sunday), `exceptions` by day
 * (`2026-12-24`, or `12-25` for every year) and before the week. An empty list = closed; a day that is not named = not known.
 */
export const storeHours = z.strictObject({
  week: z.partialRecord(z.enum(["1", "2", "3", "4", "5", "6", "7"]), z.array(spell)),
  exceptions: z.record(z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/), z.array(spell)),
});
export type StoreHours = z.output<typeof storeHours>;

const weekdays = ["mo", "tu", "we", "th", "fr", "sa", "su"];
const rule = /^(?<days>[a-z0-9,\- ]*?)\s*(?<times>off|closed|(?:\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d\s*,?\s*)+)$/;

/**
 * Hours as files write them, the common part of OpenStreetMap's `opening_hours`: rules separated by `;`, later ones first.
 * "Mo-Fr 10:00-19:00; Sa 10:00-20:00; Su off; 2026-12-24 10:00-17:00; 12-25 off". Null where it cannot be read.
 */
export function readHours(text: string): StoreHours | null {
  const hours: StoreHours = { week: {}, exceptions: {} };
  for (const part of text.toLowerCase().split(";")) {
    if (part.trim() === "") continue;
    const { days = "", times = "" } = rule.exec(part.trim())?.groups ?? {};
    const spells = spellsOf(times);
    if (spells === null) return null;
    for (const day of days === "" ? ["mo-su"] : days.split(",")) {
      const named = namedDays(day.trim());
      if (named === null) Object.assign(hours.exceptions, { [day.trim()]: spells });
      else for (const weekday of named) Object.assign(hours.week, { [weekday]: spells });
    }
  }
  const read = storeHours.safeParse(hours);
  return read.success && text.trim() !== "" ? read.data : null;
}

function spellsOf(times: string): [string, string][] | null {
  if (times === "off" || times === "closed") return [];
  const spells = times
    .split(",")
    .filter((each) => each.trim() !== "")
    .map((each) => each.split("-").map((at) => at.trim().padStart(5, "0")));
  return spells.length === 0 ? null : spells.map(([from = "", to = ""]) => [from, to]);
}

/** "mo-fr" -> 1 to 5, over the end of the week too; null for what names no weekday. */
function namedDays(text: string): number[] | null {
  const [first = "", last = first] = text.split("-").map((name) => name.trim().slice(0, 2));
  const [from, to] = [weekdays.indexOf(first), weekdays.indexOf(last)];
  if (from < 0 || to < 0) return null;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => ((from + i) % 7) + 1);
}
