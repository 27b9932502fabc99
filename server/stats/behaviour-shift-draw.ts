import { FEATURES, PRODUCTS, type ShiftSums } from "@/server/stats/shift-sums";

/** One person's features, in the order of FEATURES, and where they stand. */
export interface ShiftPerson {
  stratum: number;
  exposed: boolean;
  cluster: number;
  features: readonly number[];
}

/** People taken together by stratum, arm and cluster, as the database does it. */
export function sumShifts(people: readonly ShiftPerson[]): ShiftSums[] {
  const groups = new Map<string, ShiftSums & { sums: number[]; products: number[] }>();
  for (const { stratum, exposed, cluster, features } of people) {
    const key = `${stratum} ${exposed} ${cluster}`;
    const group = groups.get(key) ?? {
      ...{ stratum, exposed, cluster, n: 0 },
      sums: FEATURES.map(() => 0),
      products: PRODUCTS.map(() => 0),
      active: { occasions: 0, basket: 0, revenue: 0, refunds: 0, complaints: 0 },
    };
    const of = (place: number) => features[place] ?? 0;
    group.n += 1;
    FEATURES.forEach((_, i) => {
      group.sums[i] = (group.sums[i] ?? 0) + of(i);
    });
    PRODUCTS.forEach(([i, j], k) => {
      group.products[k] = (group.products[k] ?? 0) + of(i) * of(j);
    });
    const any = (place: number) => (of(place) !== 0 || of(place + 1) !== 0 ? 1 : 0);
    group.active.occasions += any(0);
    group.active.basket += any(0);
    group.active.revenue += any(2);
    group.active.refunds += any(4);
    group.active.complaints += any(6);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The exposed of each store, as their frozen main stores say. */
export function exposedByStore(rows: readonly ShiftSums[]): number[] {
  const sizes = new Map<number, number>();
  for (const { exposed, cluster, n } of rows) if (exposed) sizes.set(cluster, (sizes.get(cluster) ?? 0) + n);
  return [...sizes.values()];
}
