import { describe, expect, it } from "vitest";
import { balance, judge } from "@/server/stats/balance";
import { nearestFree } from "@/server/stats/nearest-free";
import { normal, seededRandom } from "@/server/stats/random";
import { type Candidates, matchTwins } from "@/server/stats/twins";

function people(count: number, firstId: number, seed: number, shift = 0, strata = 4): Candidates {
  const random = seededRandom(seed);
  const column = (of: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => of(i));
  return {
    id: column((i) => firstId + i),
    stratum: Int32Array.from({ length: count }, () => Math.floor(random() * strata)),
    frequency: column(() => 1 + Math.floor(8 * random() + shift)),
    recency: column(() => Math.floor(365 * random())),
    monetary: column(() => Math.exp(8 + normal(random) + shift)),
    tenure: column(() => 100 + Math.floor(900 * random())),
    products: column(() => 1 + Math.floor(20 * random())),
    seasonalShare: column(random),
  };
}

function reorder(of: Candidates, order: readonly number[]): Candidates {
  const pick = (column: Float64Array) => Float64Array.from(order, (i) => column[i] ?? 0);
  return {
    id: pick(of.id),
    stratum: Int32Array.from(order, (i) => of.stratum[i] ?? 0),
    frequency: pick(of.frequency),
    recency: pick(of.recency),
    monetary: pick(of.monetary),
    tenure: pick(of.tenure),
    products: pick(of.products),
    seasonalShare: pick(of.seasonalShare),
  };
}

function pairs(exposed: Candidates, pool: Candidates, seed: number): string[] {
  const sets = matchTwins(exposed, pool, { seed });
  return [...sets.twins]
    .flatMap((twin, at) => (twin < 0 ? [] : [`${exposed.id[Math.floor(at / sets.max)]}-${pool.id[twin]}`]))
    .sort();
}

describe("twins", () => {
  const exposed = people(120, 1, 1, 0.5);
  const pool = people(1500, 10_000, 2);

  it("up to 5 each, all of the same stratum, nobody twice", () => {
    const sets = matchTwins(exposed, pool, { seed: 7 });
    const given = [...sets.twins].filter((twin) => twin >= 0);
    expect(sets.taken).toBe(600);
    expect(new Set(given).size).toBe(600);
    sets.twins.forEach((twin, at) => {
      if (twin >= 0) expect(pool.stratum[twin]).toBe(exposed.stratum[Math.floor(at / 5)]);
    });
  });

  it("the same seed gives the same sets, in any order of rows; another seed gives others", () => {
    const straight = pairs(exposed, pool, 7);
    const turned = pairs(
      reorder(exposed, [...exposed.id.keys()].reverse()),
      reorder(pool, [...pool.id.keys()].reverse()),
      7,
    );
    expect(turned).toEqual(straight);
    expect(pairs(exposed, pool, 8)).not.toEqual(straight);
  });

  it("8 candidates for 3 exposed: rounds are fair, 3 + 3 + 2 given, none left", () => {
    const sets = matchTwins(people(3, 1, 3, 0, 1), people(8, 100, 4, 0, 1), { seed: 1 });
    expect([...sets.count].sort()).toEqual([2, 3, 3]);
    expect(sets).toMatchObject({ matched: 3, taken: 8 });
  });

  it("no candidate in the stratum: nobody matched", () => {
    const alone = { ...people(3, 1, 3, 0, 1), stratum: Int32Array.from([9, 9, 9]) };
    expect(matchTwins(alone, people(8, 100, 4, 0, 1), { seed: 1 })).toMatchObject({ matched: 0, taken: 0 });
  });

  it("each takes the nearest free one: equal to searching afresh, 200 calls on 300 candidates", () => {
    const random = seededRandom(11);
    const rows = (count: number) => Float64Array.from({ length: count * 6 }, () => Math.floor(random() * 4));
    const [persons, candidates] = [rows(40), rows(300)];
    const take = nearestFree(persons, candidates, 5);
    const free = new Set(Array.from({ length: 300 }, (_, j) => j));
    for (let call = 0; call < 200; call += 1) {
      const i = Math.floor(random() * 40);
      let [best, least] = [-1, Number.POSITIVE_INFINITY];
      for (const j of free) {
        let distance = 0;
        for (let k = 0; k < 6; k += 1) distance += ((persons[i * 6 + k] ?? 0) - (candidates[j * 6 + k] ?? 0)) ** 2;
        if (distance < least) [best, least] = [j, distance];
      }
      expect(take(i)).toBe(best);
      free.delete(best);
    }
  });
});

describe("balance", () => {
  const exposed = people(200, 1, 5, 0.6, 2);
  const pool = people(4000, 10_000, 6, 0, 2);

  it("matching takes away over 70% of the difference in money of richer exposed", () => {
    const sets = matchTwins(exposed, pool, { seed: 3 });
    const money = balance(exposed, pool, sets).rows.find((row) => row.variable === "logMonetary");
    expect(money?.smdBefore).toBeGreaterThan(0.5);
    expect((money?.smdAfter ?? 1) / (money?.smdBefore ?? 1)).toBeLessThan(0.3);
  });

  it("flags: |0.09| pass, |-0.1| warn, 0.25 fail", () => {
    expect([0.09, -0.1, 0.24, 0.25, -0.3].map(judge)).toEqual(["pass", "warn", "warn", "fail", "fail"]);
  });

  it("over 30% without twins fails, 31 of 100", () => {
    const sets = matchTwins(people(100, 1, 5, 0, 1), people(69, 1000, 6, 0, 1), { seed: 3, max: 1 });
    const table = balance(people(100, 1, 5, 0, 1), people(69, 1000, 6, 0, 1), sets);
    expect(table.withoutTwins).toBeCloseTo(0.31, 12);
    expect(table.state).toBe("fail");
  });

  it("the exposed as their own twins: every difference is 0", () => {
    const same = people(50, 1, 5, 0, 1);
    const copy = { ...same, id: same.id.map((id) => id + 1000) };
    const sets = matchTwins(same, copy, { seed: 3, max: 1 });
    for (const row of balance(same, copy, sets).rows) expect(row.smdAfter).toBeCloseTo(0, 12);
  });
});
