import { group } from "d3-array";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { FIRST_DAY, plus, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { correctionAt } from "../../stats/correct-rate";
import { followRate } from "../../stats/follow-rate";
import { advanceMonitor, type MonitorPlan, type MonitorState, startMonitor } from "../../stats/monitor";
import { binOf } from "../../stats/strata";
import { stratumDays } from "../../stats/stratum-days";
import { findCohort, wavesOf } from "../cohort/open-cohort";
import { stratumNumber } from "../cohort/stratify";
import { dayNumber, dayOf, daysBetween } from "../days";
import { followChange } from "../follow-change";
import { calibrationOf } from "../monitors/calibration-of";
import { asStrata } from "../reading/estimate-rate";
import { readNights } from "../reading/read-readings";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const DAY_0 = plus(FIRST_DAY, 560);

interface Member {
  id: number;
  stratum: number;
  segment: string;
  exposed: boolean;
  day0: string;
  censored: string | null;
  /** Days of occasions from day 0 on, while under watch. */
  came: string[];
}

async function membersOf(scope: Scope): Promise<Member[]> {
  const rows = await scope.db.execute<{
    customer_id: string;
    stratum: number;
    segment: string;
    arm: string;
    day0: string;
    censored_on: string | null;
    day: string | null;
  }>(sql`
    select m.customer_id, m.stratum, m.segment, m.arm, m.day0, m.censored_on, v.day
    from cohort_member m left join visit v on v.customer_id = m.customer_id and v.occasion and v.day between m.day0 and ${scope.today}::date
    where m.arm in ('exposed', 'twin')`);
  return [...group(rows, (row) => row.customer_id)].map(([id, own]) => {
    const [first] = own;
    if (!first) throw new Error("no rows");
    const censored = first.censored_on;
    const came = own.flatMap(({ day }) => (day !== null && (censored === null || day < censored) ? [day] : [])).sort();
    return {
      id: Number(id),
      stratum: first.stratum,
      segment: first.segment,
      exposed: first.arm === "exposed",
      day0: first.day0,
      censored,
      came,
    };
  });
}

describe("the days that SQL counts are those that the pure functions count, row by row", () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))(
    "seed %i: first returns, rounds, evidence, follow rate, strata",
    async (seed) => {
      const retailer = await testRetailer(database, { seed: 500 + seed, customers: 2600, days: 645, stores: 10 });
      await retailer.derive();
      await retailer.inScope(async (scope) => {
        await writeStates(scope, await fitRhythm(scope, scope.today));
        const staggered = seed % 2 === 0 ? [{ id: retailer.stores[1] ?? 0, startOn: plus(DAY_0, 30) }] : [];
        const fields = changeFields.parse({
          title: "A shop moved",
          moved: "store",
          kind: "moved",
          start: DAY_0,
          scope: { stores: [{ id: retailer.stores[0] ?? 0 }, ...staggered] },
        });
        const { id } = await recordChange(scope, { ...fields, as: "recorded" });
        await scope.db.execute(sql`update change set recorded_on = start_planned`);
        expect(await followChange(scope, id)).toBe(scope.today);
        const [found] = await scope.db.execute<{ revision: number }>(sql`select revision from change where id = ${id}`);
        const cohort = await findCohort(scope, { change: { id, revision: found?.revision ?? 0 } as never });
        if (!cohort) throw new Error("no cohort");
        expect(cohort.unmeasurable).toBeNull();
        const members = await membersOf(scope);
        const counted = await scope.db.execute<Record<string, number> & { day: string }>(sql`
        select round, stratum, day, risk_exposed, risk_twin, events_exposed, events_twin from stratum_day where part = 0 order by round, stratum, day`);
        const sqlRows = counted.map((row) => ({
          round: row.round,
          cell: row.stratum,
          day: dayNumber(row.day),
          n1: row.risk_exposed,
          n0: row.risk_twin,
          d: (row.events_exposed ?? 0) + (row.events_twin ?? 0),
          o: row.events_exposed ?? 0,
        }));
        const pure = pureDays(members, cohort.roundDays, scope.today);
        expect(sqlRows).toEqual(pure);
        await expectEvidence(scope, pure);
        await expectRate(scope, { id, cohort, members });
        await expectStrata(scope, cohort);
      });
    },
  );
});

/** stats/stratum-days.ts on people built one by one; a censored morning is the day before it in the pure function's words. */
function pureDays(members: Member[], roundDays: number, today: string) {
  const longest = Math.max(...members.map(({ day0 }) => daysBetween(day0, today)));
  const rounds = Math.floor(longest / roundDays) + 1;
  return Array.from({ length: rounds + 1 }, (_, round) => {
    const people = members.flatMap((member) => {
      const opens = round === 0 ? member.day0 : plus(member.day0, (round - 1) * roundDays);
      const closes = round === 0 ? today : [today, plus(member.day0, round * roundDays - 1)].sort()[0];
      if (closes === undefined || opens > today || (member.censored !== null && member.censored <= opens)) return [];
      const came = member.came.find((day) => day >= opens && day <= closes);
      const out = member.censored !== null && member.censored <= closes ? plus(member.censored, -1) : closes;
      return [
        {
          time: dayNumber(came ?? out),
          event: came ? (1 as const) : (0 as const),
          exposed: member.exposed,
          stratum: member.stratum,
        },
      ];
    });
    return stratumDays(people)
      .sort((left, right) => Number(left.cell) - Number(right.cell) || left.day - right.day)
      .map((row) => ({ round, ...row }));
  }).flat();
}

/** The kept evidence of the change as a whole is that of stats/monitor.ts on the days counted here one by one. */
async function expectEvidence(scope: Scope, days: ReturnType<typeof pureDays>): Promise<void> {
  const [kept] = await scope.db.execute<{ plan: MonitorPlan }>(
    sql`select state -> 'plan' as plan from monitor where slice = 'all'`,
  );
  if (!kept) throw new Error("no monitor");
  const pure = new Map<string, MonitorState>();
  let state = startMonitor(kept.plan);
  const byDay = group(days, ({ day }) => day);
  for (const day of [...byDay.keys()].sort((left, right) => left - right)) {
    const cells = byDay.get(day) ?? [];
    state = advanceMonitor(state, day, cells);
    pure.set(dayOf(day), state);
  }
  const rows = await scope.db.execute<{ day: string; down: number; up: number }>(sql`
    select d.day::text as day, d.log_e_down as down, d.log_e_up as up
    from monitor_day d join monitor m on m.id = d.monitor_id where m.slice = 'all' order by day`);
  const watched = new Set(days.filter(({ round }) => round !== 1).map(({ day }) => dayOf(day)));
  expect(watched.size).toBeGreaterThan(10);
  expect(rows.map(({ day }) => day)).toEqual([...watched].sort());
  for (const row of rows) {
    expect(row.down).toBeCloseTo(pure.get(row.day)?.down ?? Number.NaN, 9);
    expect(row.up).toBeCloseTo(pure.get(row.day)?.up ?? Number.NaN, 9);
  }
}

async function expectRate(
  scope: Scope,
  {
    id,
    cohort,
    members,
  }: { id: number; cohort: NonNullable<Awaited<ReturnType<typeof findCohort>>>; members: Member[] },
): Promise<void> {
  const parts = (await readNights(scope, [id])).get(id)?.get("follow_rate");
  if (parts?.rate.kind !== "rate") throw new Error("no rate");
  await expectCurve(scope, id, members);
  const R = cohort.roundDays;
  const strata = [...group(members, (member) => member.stratum)].map(([stratum, own]) => {
    const watched = own.flatMap((member) => {
      const own = Math.floor((daysBetween(member.day0, scope.today) + 1) / R);
      const [from, to] = [plus(member.day0, (own - 1) * R), plus(member.day0, own * R - 1)];
      if (own === 0 || (member.censored !== null && member.censored <= to)) return [];
      return [{ exposed: member.exposed, came: member.came.some((day) => day >= from && day <= to) }];
    });
    const count = (exposed: boolean, came?: true) =>
      watched.filter((each) => each.exposed === exposed && (came === undefined || each.came)).length;
    return { stratum, n1: count(true), n0: count(false), y1: count(true, true), y0: count(false, true) };
  });
  const pure = followRate(asStrata(cohort, strata));
  if (pure.kind === "cannot say") throw new Error(pure.why);
  const { first, rounds } = calibrationOf(cohort, "all");
  const correction = correctionAt(parts.stretch.round === 1 ? first : rounds, pure.rateTwins);
  const { lower, z } = pure.interval;
  const off = Math.hypot(Math.log(lower / pure.ratio), z * (correction?.tau ?? 0));
  expect(parts.rate.raw).toBeCloseTo(pure.ratio, 12);
  expect(parts.rate.ratio).toBeCloseTo(pure.ratio * Math.exp(-(correction?.drift ?? 0)), 12);
  expect(parts.rate.pointwise.lower).toBeCloseTo(parts.rate.ratio * Math.exp(-off), 12);
  expect([parts.rate.observed, parts.rate.exposed, parts.rate.twins]).toEqual([
    pure.observed,
    pure.exposed,
    pure.twins,
  ]);
}

/** Every point of the curve is of those watched for all of its days, counted one by one. */
async function expectCurve(scope: Scope, id: number, members: Member[]): Promise<void> {
  const points = (await readNights(scope, [id])).get(id)?.get("came_back")?.points ?? [];
  expect(points.length).toBeGreaterThan(20);
  for (const { t, n1, n0, exposed } of points) {
    const seen = members.filter(
      ({ day0, censored }) =>
        daysBetween(day0, scope.today) + 1 >= t && (censored === null || daysBetween(day0, censored) >= t),
    );
    const own = seen.filter((member) => member.exposed);
    expect([n1, n0]).toEqual([own.length, seen.length - own.length]);
    const came = own.filter(({ day0, came }) => came.some((day) => daysBetween(day0, day) < t));
    expect(exposed * n1).toBeCloseTo(came.length, 6);
  }
}

/** The last wave's portraits are still there in this transaction: its strata by SQL are those by binOf. */
async function expectStrata(scope: Scope, cohort: NonNullable<Awaited<ReturnType<typeof findCohort>>>): Promise<void> {
  const wave = wavesOf(cohort).at(-1);
  const rows = await scope.db.execute<{ segment: string; bits: number; step: number; stratum: number }>(sql`
    select segment, bits, step, stratum from chosen where stratum is not null`);
  const exact = wave?.overlaps.reduce((bits, each) => (each.matched ? bits | (1 << each.bit) : bits), 0) ?? 0;
  const cuts = new Map(wave?.cuts);
  expect(rows.length).toBeGreaterThan(40);
  for (const { segment, bits, step, stratum } of rows) {
    const bin = binOf(step, cuts.get(segment) ?? []);
    expect(stratum % 4096).toBe(stratumNumber(segment, bits & exact, bin));
  }
}
