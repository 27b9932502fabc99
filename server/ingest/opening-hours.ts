const weekdays = ["mo", "tu", "we", "th", "fr", "sa", "su"];
const span = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]|24):[0-5]\d$/;

const date = /^(\d{4}-)?\d{2}-\d{2}$/;

/**
 * `store.hours`: hours of a week by ISO weekday, `{"1": ["10:00-19:00"]}`; a weekday that is not there is closed. Days of their
 * own, `"2026-12-24"` or `"12-25"` for every year, go before the week; an empty list = closed.
 */
export type OpeningHours = Record<string, string[]>;

/**
 * Reads "Mo-Sa 10:00-19:00; Su 14:00-18:00", the short form of OpenStreetMap: days or spans of days, hours with commas
 * between, `off` for closed; what comes later wins; "2026-12-24 10:00-17:00; 12-25 off" for single days. Null where it is not that.
 */
export function openingHours(text: string): OpeningHours | null {
  const week: OpeningHours = {};
  for (const rule of text.split(";").map((part) => part.trim().toLowerCase())) {
    if (rule === "") continue;
    const [days = "", hours = "", ...rest] = rule.replace(/,\s+/g, ",").split(/\s+/);
    const found = daysOf(days);
    const spans = hours === "off" ? [] : hours.split(",");
    if (!found || hours === "" || rest.length > 0 || !spans.every((one) => span.test(one) && isForward(one)))
      return null;
    for (const day of found) {
      if (spans.length === 0 && !date.test(day)) delete week[day];
      else week[day] = spans;
    }
  }
  return Object.keys(week).some((day) => !date.test(day)) ? week : null;
}

function daysOf(text: string): string[] | null {
  const days: string[] = [];
  for (const part of text.split(",")) {
    if (date.test(part)) {
      days.push(part);
      continue;
    }
    const [first = "", last = first] = part.split("-");
    const from = weekdays.indexOf(first);
    const to = weekdays.indexOf(last);
    if (from < 0 || to < 0) return null;
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(String(day + 1));
      if (day === to) break;
    }
  }
  return days;
}

function isForward(hours: string): boolean {
  return hours.slice(0, 5) < hours.slice(6);
}
