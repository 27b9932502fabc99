import { sql } from "drizzle-orm";
import { applicationUrl } from "@/db/application-url";
import { type Connection, connect } from "@/db/client";
import { drawUpList } from "@/server/following/list/draw-up-list";
import { advanceChange } from "@/server/following/monitors/advance-change";
import { inWorkspace, type Scope } from "@/server/scope";
import { NAMED_SEGMENTS } from "@/server/stats/portrait";
import { inFreshDatabase } from "./fresh-database";
import { median } from "./median";

/** The first of the nights that are measured, and the day on which all changes began. */
const DAY_0 = "2026-07-06";
const FIRST_NIGHT = "2026-10-05";
const NIGHTS = 3;
/** Eight named segments: with the change itself and those who come mostly here, ten monitors a change. */
const SEGMENTS = 8;
const PER_CHANGE = SEGMENTS + 2;

export interface MonitorsBench {
  monitors: number;
  changes: number;
  /** Of one night, the median of three: every change advanced by a day in its own transaction, then the list and the verdicts. */
  seconds: number;
  rounds: number[];
  /** Of them, the list and the verdicts. */
  listSeconds: number;
  /** Of half as many monitors. */
  halfSeconds: number;
  /** The night's rows of stratum_day. */
  cells: number;
}

/** The nightly evaluation of so many calibrated monitors, and of half as many, each on a database of its own. */
export async function benchMonitors(ownerUrl: string, monitors: number): Promise<MonitorsBench> {
  const changes = Math.max(2, Math.round(monitors / PER_CHANGE));
  const half = await inFreshDatabase(ownerUrl, (url) => nights(url, Math.round(changes / 2)));
  const whole = await inFreshDatabase(ownerUrl, (url) => nights(url, changes));
  return { changes, ...whole, halfSeconds: whole.monitors === 0 ? 0 : half.seconds };
}

async function nights(url: string, changes: number) {
  const owner = connect(url, { max: 2, name: "bench" });
  const app = connect(applicationUrl(url) ?? url, { max: 2, name: "bench" });
  try {
    const cells = await generate(owner, changes);
    await evaluate(owner, app, changes, 0);
    const rounds: number[] = [];
    let listSeconds = 0;
    for (let night = 1; night <= NIGHTS; night += 1) {
      const seconds = await evaluate(owner, app, changes, night);
      rounds.push(seconds.all);
      listSeconds = seconds.list;
    }
    const [row] = await owner.sql<{ n: number; calibrated: boolean }[]>`
      select count(*)::int as n, bool_and(calibrated) as calibrated from monitor
      where advanced_to = ${FIRST_NIGHT}::date + ${NIGHTS}::int`;
    if (row?.n !== changes * PER_CHANGE || !row.calibrated) throw new Error(`${row?.n} monitors were advanced.`);
    return { monitors: row.n, seconds: median(rounds), rounds, listSeconds, cells };
  } finally {
    await Promise.all([owner.close(), app.close()]);
  }
}

/** Days up to this night are counted; then the night itself. */
async function evaluate(owner: Connection, app: Connection, changes: number, night: number) {
  await owner.sql`update workspace set pinned_day = ${FIRST_NIGHT}::date + ${night}::int`;
  await owner.sql`update cohort set counted_through = ${FIRST_NIGHT}::date + ${night}::int`;
  await owner.sql`vacuum (analyze) cohort, monitor, monitor_day, reading, stratum_day`;
  const who = { workspaceId: 1, actor: { kind: "command", name: "bench" } as const, now: new Date() };
  const inScope = <T>(work: (scope: Scope) => Promise<T>) => inWorkspace(app.db, who, work);
  const started = performance.now();
  for (let change = 1; change <= changes; change += 1) await inScope((scope) => advanceChange(scope, change));
  const advanced = performance.now();
  await inScope(drawUpList);
  const ended = performance.now();
  return { all: (ended - started) / 1000, list: (ended - advanced) / 1000 };
}

/** Changes with 16 strata, first returns and three rounds, both parts, counted over the weeks since day 0. Returns cells a night. */
async function generate({ db }: Connection, changes: number): Promise<number> {
  const many = sql`generate_series(1, ${changes}::int) c`;
  await db.execute(sql`
    insert into workspace (slug, name, currency, tz, pinned_day)
    values ('bench', 'Bench', 'EUR', 'Europe/Paris', ${FIRST_NIGHT}::date)`);
  await db.execute(sql`
    insert into change (workspace_id, title, moved, kind, state, start_planned, start_actual, start_confirmed, recorded_on, created_at)
    select 1, 'Change ' || c, 'store', 'moved', 'live', ${DAY_0}::date, ${DAY_0}::date, true, ${DAY_0}::date, now() from ${many}`);
  const kept = { m: 0.02, tau2: 0.0009, sigma2: 0.004, k: 12, calibrated: true };
  const calibration = JSON.stringify({ all: { first: kept, rounds: kept } });
  await db.execute(sql`
    insert into cohort (workspace_id, change_id, revision, day0, alarm_from, horizon_days, round_days, seed, model, strata, counts,
      balance, diagnostics, frozen_at, counted_version, calibration)
    select 1, c, 1, ${DAY_0}::date, ${DAY_0}::date, 182, 30, c, '{"waves": []}', (
        select jsonb_agg(jsonb_build_object('stratum', s, 'wave', 0, 'segment', (string_to_array(${NAMED_SEGMENTS.slice(0, SEGMENTS).join()}, ','))[1 + s % ${SEGMENTS}::int], 'bin', s,
          'also', 0, 'exposed', 60, 'twins', 300)) from generate_series(1, ${2 * SEGMENTS}::int) s),
      '{"exposed": 960, "twins": 4800}', '[]', '{"expected": {"exposed": 400, "twins": 2000}}', now(), 0, ${calibration}::jsonb
    from ${many}`);
  await db.execute(sql`
    insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, x, t_x, t_total, intense)
    select 1, p, c, 1, 0, case when p <= 100 then 'exposed' else 'twin' end, ${DAY_0}::date, 'regulars', 3, 100, 400, true
    from ${many}, generate_series(1, 200) p`);
  await db.execute(sql`
    insert into stratum_day (workspace_id, change_id, revision, part, round, stratum, day, risk_exposed, risk_twin,
      events_exposed, events_twin, known_at)
    select 1, c, 1, part, round, s, ${DAY_0}::date + d, 60 - d / 4, 300 - d, (17 * c + 5 * s + 3 * d + round) % 3 / 2,
      1 + (13 * c + 7 * s + 11 * d + round) % 3, now()
    from ${many}, generate_series(0, 1) part, unnest('{0,1,2,3}'::int[]) round, generate_series(1, ${2 * SEGMENTS}::int) s,
      generate_series(0, ${FIRST_NIGHT}::date - ${DAY_0}::date + ${NIGHTS}::int) d
    where round < 2 or d / 30 + 2 > round`);
  await db.execute(sql`analyze`);
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from stratum_day where day = ${FIRST_NIGHT}::date`,
  );
  return row?.n ?? 0;
}
