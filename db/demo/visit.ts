import { weekday } from "./calendar";
import type { Occasion } from "./life";
import type { Hour, Person } from "./people";
import type { Stream } from "./random";
import { isOpen, standing } from "./stores";
import type { World } from "./world";

const usualHours: Record<Hour, readonly [number, number]> = {
  opening: [0, 55],
  midday: [150, 300],
  afternoon: [300, 510],
  evening: [510, 625],
};
const hours = Object.keys(usualHours) as Hour[];

function minuteOf(stream: Stream, opens: number, usual: Hour): number {
  const hour = stream.chance(0.2) ? stream.pick(hours) : usual;
  const [low, high] = usualHours[hour];
  const closes = 19 * 60 + 25;
  return Math.min(closes, opens + stream.between(low, high));
}

/** Where, how and when somebody buys who wants to on `day`; a web order of a Saturday may wait for Sunday. */
export function chooseVisit(
  world: World,
  person: Person,
  home: number,
  stream: Stream,
  day: number,
  number: number,
  mayWait: boolean,
): Omit<Occasion, "products"> {
  const online = world.stores[home]?.row.format === "web";
  const away = stream.next();
  const store = !online && away < 0.16 ? (person.second[Math.floor(away / 0.06)] ?? home) : home;
  const there = standing(world.stores, store, day);
  const place = world.stores[there];
  const web = world.stores.length - 1;
  if (!stream.chance(person.web) && !online) {
    const open = place !== undefined && isOpen(place, day) ? there : standing(world.stores, home, day);
    const second = minuteOf(stream, world.opensAt(open, day), person.hour) * 60 + stream.between(0, 59);
    return { number, day, second, store: open, channel: 0, fulfilment: 0 };
  }
  const later = weekday(day) === 5 && stream.chance(0.45) && mayWait ? day + 1 : day;
  const channel = stream.chance(0.3) ? 2 : stream.chance(0.03) ? 3 : 1;
  const second = stream.between(7 * 3600, 23 * 3600);
  const collects = !online && place !== undefined && isOpen(place, later) && stream.chance(0.3);
  if (collects) return { number, day: later, second, store: there, channel, fulfilment: 2 };
  return { number, day: later, second, store: web, channel, fulfilment: 1 };
}
