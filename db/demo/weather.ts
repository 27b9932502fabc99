import { Stream } from "./random";

const lastingDays = 182;

/**
 * Store weather: what makes one shop's weeks differ from another's with nothing changed. A multiplier of visits per
 * (store, day): a level of standard deviation 5% that drifts over half-years, and 10% of noise per week (methods 10).
 * Switched off it is 1 everywhere.
 */
export function makeWeather(seed: number, on: boolean): (store: number, day: number) => number {
  if (!on) return () => 1;
  const levelAt = (store: number, node: number) => 0.05 * new Stream(seed, 101, store * 65536 + node).normal();
  const weekAt = (store: number, week: number) => 0.1 * new Stream(seed, 102, store * 65536 + week).normal();
  return (store, day) => {
    const node = Math.floor(day / lastingDays);
    const part = day / lastingDays - node;
    const level = (1 - part) * levelAt(store, node) + part * levelAt(store, node + 1);
    return Math.exp(level + weekAt(store, Math.floor((day + 3) / 7)));
  };
}
