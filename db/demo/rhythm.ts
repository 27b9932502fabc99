import { type Period, type Season, seasonFactor, weekday } from "./calendar";
import type { Store } from "./stores";

const shopWeek = [0.75, 0.85, 1.05, 0.9, 1.15, 2.3, 0];
const sundayShopWeek = [0.7, 0.8, 0.9, 0.85, 1.05, 1.75, 0.95];
const webWeek = [1.1, 1, 1, 0.95, 0.85, 0.9, 1.2];

/**
 * The clock on which a customer's visits are a Poisson process of constant rate: it runs fast before Christmas and on
 * Saturdays, and stands still while the shop is closed. One per (home store, season), cumulated over the period.
 */
export interface Rhythm {
  /** Clock time passed between the first day of the period and the morning of `day`. */
  readonly until: (day: number) => number;
  /** The day on which `wait` units of clock time have passed, counted from the morning of `from`; null after the period. */
  readonly after: (from: number, wait: number) => number | null;
  /** Clock speed on `day`; about 1 on average. */
  readonly speed: (day: number) => number;
}

function weekOf(store: Store): readonly number[] {
  if (store.row.format === "web") return webWeek;
  return store.sundays ? sundayShopWeek : shopWeek;
}

export function makeRhythm(period: Period, store: Store, season: Season, weather: (day: number) => number): Rhythm {
  const length = period.last - period.first + 1;
  const week = weekOf(store);
  const passed = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) {
    const day = period.first + i;
    const speed = day < store.opened ? 0 : (week[weekday(day)] ?? 1) * seasonFactor(season, day) * weather(day);
    passed[i + 1] = (passed[i] ?? 0) + speed;
  }
  const at = (i: number) => passed[Math.max(0, Math.min(length, i))] ?? 0;
  return {
    until: (day) => at(day - period.first),
    speed: (day) => at(day - period.first + 1) - at(day - period.first),
    after: (from, wait) => {
      const goal = at(from - period.first) + wait;
      if (from > period.last || goal >= at(length)) return null;
      let low = Math.max(0, from - period.first);
      let high = length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (at(middle + 1) > goal) high = middle;
        else low = middle + 1;
      }
      return period.first + low;
    },
  };
}
