import { sql } from "drizzle-orm";
import type { TestDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { type House, lyonMove } from "../changes/testing";
import { inWorkspace, type Scope } from "../scope";
import { type Random, seededRandom } from "../stats/random";
import { addDays } from "./days";
import { summedUp } from "./placebos/run-placebos";

/** A day's cell of an invented change. */
export interface InventedCell {
  part: 0 | 1;
  round: number;
  stratum: number;
  /** Days since day 0. */
  day: number;
  n1: number;
  n0: number;
  o: number;
  twins: number;
}

export interface Invented {
  seed: number;
  day0: string;
  /** Days of returns. */
  days: number;
  recordedOn?: string;
  /** How readily the exposed return on a day, against their twins (1). */
  theta?: (day: number) => number;
}

/** Four strata, two in each of two segments. */
const SEGMENTS = ["regulars", "regulars", "lapsing", "lapsing"] as const;
const ROUND = 28;

/** A change of the house with a cohort whose days are counted, all invented. @returns its id */
export async function inventChange(database: TestDatabase, house: House, options: Invented): Promise<number> {
  const { seed, day0, recordedOn = day0 } = options;
  const cells = inventCells(options);
  const { id } = await house.as("ops", (scope) => recordChange(scope, lyonMove(house, { start: day0 })));
  const strata = SEGMENTS.map((segment, i) => ({
    ...{ stratum: i + 1, wave: 0, segment, bin: 0, also: 0 },
    ...{ exposed: 200, twins: 800 },
  }));
  const key = sql`${house.workspaceId}::int, ${id}::bigint, 1`;
  await database.owner.db.execute(sql`
    update change set recorded_on = ${recordedOn}::date where workspace_id = ${house.workspaceId} and id = ${id}`);
  await database.owner.db.execute(sql`
    insert into cohort (workspace_id, change_id, revision, day0, alarm_from, horizon_days, round_days, seed, model, strata, counts,
      balance, diagnostics, calibration, frozen_at)
    values (${key}, ${day0}::date, greatest(${day0}::date, ${recordedOn}::date), 91, ${ROUND}, ${seed}, '{"waves": []}',
      ${JSON.stringify(strata)}::jsonb, '{}', '[]', '{}', ${JSON.stringify(summedUp([]))}::jsonb, now())`);
  await database.owner.db.execute(sql`
    insert into cohort_member (workspace_id, change_id, revision, customer_id, wave, arm, day0, segment, x, t_x, t_total, intense)
    select ${key}, n, 0, case when n % 5 = 0 then 'exposed' else 'twin' end, ${day0}::date, 'regulars', 1, 1, 1, true
    from generate_series(1, 200) n`);
  await database.owner.db.execute(sql`
    insert into stratum_day (workspace_id, change_id, revision, part, round, stratum, day, risk_exposed, risk_twin, events_exposed,
      events_twin, known_at)
    select ${key}, part, round, stratum, ${day0}::date + day, n1, n0, o, twins, now()
    from jsonb_to_recordset(${JSON.stringify(cells)}::jsonb)
      as c (part int, round int, stratum int, day int, n1 int, n0 int, o int, twins int)`);
  return id;
}

/** First returns (round 0) and rounds, each with its own people at risk; part 1 is a third of them. */
export function inventCells({ seed, days, theta = () => 1 }: Invented): InventedCell[] {
  const random = seededRandom(seed);
  const rounds = Array.from({ length: Math.ceil(days / ROUND) }, (_, i) => i + 1);
  return ([0, 1] as const).flatMap((part) =>
    SEGMENTS.flatMap((_, i) =>
      [0, ...rounds].flatMap((round) => {
        const from = round === 0 ? 0 : (round - 1) * ROUND;
        const to = round === 0 ? days : Math.min(days, from + ROUND);
        const risk = part === 0 ? { n1: 200, n0: 800 } : { n1: 70, n0: 260 };
        return drawCells(random, { part, round, stratum: i + 1, from, to, theta, ...risk });
      }),
    ),
  );
}

interface Draw {
  part: 0 | 1;
  round: number;
  stratum: number;
  from: number;
  to: number;
  n1: number;
  n0: number;
  theta: (day: number) => number;
}

function drawCells(random: Random, { part, round, stratum, from, to, theta, ...risk }: Draw): InventedCell[] {
  let { n1, n0 } = risk;
  const cells: InventedCell[] = [];
  const returns = (n: number, chance: number) => {
    let count = 0;
    for (let person = 0; person < n; person += 1) count += Number(random() < chance);
    return count;
  };
  for (let day = from; day < to; day += 1) {
    const o = returns(n1, 0.02 * theta(day));
    const twins = returns(n0, 0.02);
    if (o + twins > 0) cells.push({ part, round, stratum, day, n1, n0, o, twins });
    n1 -= o;
    n0 -= twins;
  }
  return cells;
}

/** What the job of the morning after `day` does, at 6 o'clock. */
export function night<T>(database: TestDatabase, house: House, day: string, work: (scope: Scope) => Promise<T>) {
  const now = new Date(`${addDays(day, 1)}T06:00:00Z`);
  const actor = { kind: "job", name: "advance-monitors" } as const;
  return inWorkspace(database.app.db, { workspaceId: house.workspaceId, actor, now, on: day }, work);
}
