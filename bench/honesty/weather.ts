import { normal, type Random } from "@/server/stats/random";
import { type Weather, YEAR } from "./follow";

/** What moves returns beside any change; logs of the pace. */
export interface Climate {
  stores: number;
  /** Standard deviation of what lasts from day 0 on, and of what each week brings, by store. */
  lasting: number;
  weekly: number;
  /** A store's weather that wanders: AR(1) over weeks of this standard deviation and half-life in weeks. */
  wander?: { deviation: number; halfLife: number };
  /** Of everybody's pace and of the changed stores' own: log amplitude of a yearly wave. */
  season?: number;
  seasonChanged?: number;
  /** Everybody's pace from a day on. */
  market?: { from: number; pace: number };
}

export const CALM: Climate = { stores: 10, lasting: 0, weekly: 0 };
export const STORE_NOISE: Climate = { stores: 10, lasting: 0.05, weekly: 0.1 };

/** Cumulative pace of each store, the first `changed` of them being those of the change; `phase` = days into the yearly wave. */
export function drawWeather(random: Random, climate: Climate, changed: number, phase: number): Weather[] {
  return Array.from({ length: climate.stores }, (_, store) => {
    const lasting = climate.lasting * normal(random);
    const amplitude = (climate.season ?? 0) + (store < changed ? (climate.seasonChanged ?? 0) : 0);
    const own = wandering(random, climate);
    const sums = new Float64Array(YEAR + 1);
    let week = 0;
    for (let day = 0; day < YEAR; day += 1) {
      if (day % 7 === 0) week = climate.weekly * normal(random) + own();
      const season = amplitude * Math.sin((2 * Math.PI * (day + phase)) / YEAR);
      const market = climate.market !== undefined && day >= climate.market.from ? Math.log(climate.market.pace) : 0;
      sums[day + 1] = (sums[day] ?? 0) + Math.exp(lasting + week + season + market);
    }
    return sums;
  });
}

function wandering(random: Random, { wander }: Climate): () => number {
  if (wander === undefined) return () => 0;
  const kept = 0.5 ** (1 / wander.halfLife);
  const fresh = wander.deviation * Math.sqrt(1 - kept * kept);
  let level = 0;
  return () => {
    level = kept * level + fresh * normal(random);
    return level;
  };
}
