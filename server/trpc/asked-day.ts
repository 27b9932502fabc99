import { todayOf, type Workspace } from "../scope";

/** The day of `?on=`, as a question about the past: a day that is none, or not over yet, is as if none were asked. */
export function askedDay(
  asked: string | undefined,
  of: Pick<Workspace, "pinnedDay" | "tz">,
  now: Date,
): string | undefined {
  return asked && isDay(asked) && asked <= todayOf(of, now) ? asked : undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
