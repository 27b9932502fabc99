import { sql } from "drizzle-orm";
import { applicationUrl } from "@/db/application-url";
import { type Connection, connect } from "@/db/client";
import { fitRhythm } from "@/server/churn/fit-rhythm";
import { followChange } from "@/server/following/follow-change";
import { inWorkspace, type Scope } from "@/server/scope";
import { inFreshDatabase } from "./fresh-database";

const DAY_0 = "2026-01-05";
const TODAY = "2026-04-05";

export interface CohortBench {
  name: string;
  /** From the scope of the change to its verdict: cohort, twins, counted days, alarm, readings. */
  seconds: number;
  aimSeconds: number;
  /** Fitting the model in force, which a weekly job has done before; not in `seconds`. */
  fitSeconds: number;
  /** The placebo changes of this change, once; not in `seconds`. */
  placeboSeconds: number;
  customers: number;
  visits: number;
  exposed: number;
  twins: number;
  steps: Record<string, number>;
}

/**
 * Cohort, twins and follow rate of a change that touches one in forty of so many customers, in a database of its own that is
 * dropped afterwards. The customers come in at random over three years, buy at exponential gaps with rates of their own, and leave.
 */
export function benchCohort(ownerUrl: string, customers: number): Promise<CohortBench> {
  return inFreshDatabase(ownerUrl, (url) => measureCohort(url, customers));
}

async function measureCohort(url: string, customers: number): Promise<CohortBench> {
  const owner = connect(url, { max: 2, name: "bench" });
  const app = connect(applicationUrl(url) ?? url, { max: 2, name: "bench" });
  try {
    const visits = await generate(owner, customers);
    const inScope = <T>(work: (scope: Scope) => Promise<T>) =>
      inWorkspace(
        app.db,
        { workspaceId: 1, actor: { kind: "command", name: "bench" }, now: new Date(`${TODAY}T12:00:00Z`) },
        work,
      );
    const fitStarted = performance.now();
    await inScope((scope) => fitRhythm(scope, "2026-01-02"));
    const fitSeconds = (performance.now() - fitStarted) / 1000;
    const steps: Record<string, number> = {};
    const started = performance.now();
    let [step, since] = ["", started];
    const mark = async (next: string) => {
      if (step) steps[step] = (performance.now() - since) / 1000;
      [step, since] = [next, performance.now()];
    };
    await inScope((scope) => followChange(scope, 1, mark));
    await mark("");
    const { calibrating: placeboSeconds = 0 } = steps;
    const seconds = (performance.now() - started) / 1000 - placeboSeconds;
    const [counts] = await owner.db.execute<{ exposed: number; twins: number }>(sql`
      select (counts->>'exposed')::int as exposed, (counts->>'twins')::int as twins from cohort where workspace_id = 1`);
    return {
      name: "cohort",
      seconds,
      aimSeconds: 5,
      fitSeconds,
      placeboSeconds,
      customers,
      visits,
      exposed: counts?.exposed ?? 0,
      twins: counts?.twins ?? 0,
      steps,
    };
  } finally {
    await Promise.all([owner.close(), app.close()]);
  }
}

/** Visits in key order, as derive-visits loads them. 4% of the customers shop mostly in store 1, the one that changes. */
async function generate({ db }: Connection, customers: number): Promise<number> {
  await db.execute(sql`insert into workspace (id, slug, name, currency, tz, pinned_day)
    values (1, 'bench', 'Bench', 'EUR', 'Europe/Paris', ${TODAY}::date)`);
  await db.execute(sql`insert into store (workspace_id, id, source_id, external_id, name)
    select 1, n, 1, 's' || n, 'Shop ' || n from generate_series(1, 40) n`);
  await db.execute(sql`select setseed(0.42)`);
  await db.execute(sql`
    insert into visit (workspace_id, customer_id, day, store_id, channel, occasion, sale_lines, amount_minor, refund_minor,
      new_products, first_minute)
    with person as (
      select n as customer_id, 30 - 70 * ln(1 - random()) as gap, 1 + floor(ln(1 - random()) / ln(0.95 - 0.3 * random()))::int as occasions,
        floor(random() * 1080)::int as first, case when random() < 0.042 then 1 else 2 + floor(random() * 39)::int end as store_id
      from generate_series(1, ${customers}::int) n
    ),
    bought as (
      select customer_id, store_id, date '2023-04-01' + first + floor(sum(case when k = 1 then 0 else - gap * ln(1 - random()) end)
        over (partition by customer_id order by k))::int as day
      from person, generate_series(1, occasions) k
    )
    select distinct on (customer_id, day) 1, customer_id, day, store_id, 'store', true, 3, 500 + floor(random() * 6000), 0, 2, 600
    from bought where day <= ${TODAY}::date order by customer_id, day`);
  await db.execute(sql`insert into customer (workspace_id, customer_id, kind)
    select 1, n, 'person' from generate_series(1, ${customers}::int) n`);
  await db.execute(sql`insert into customer_state (workspace_id, customer_id, as_of, first_day, last_day, x, amount_minor, n_365,
      value_365, products, segment)
    select 1, customer_id, ${TODAY}::date, min(day), max(day), count(*) - 1, 0, 0, 0, 0, 'regulars' from visit group by customer_id`);
  await db.execute(sql`vacuum analyze visit, customer, customer_state`);
  await db.execute(sql`
    insert into change (workspace_id, id, title, moved, kind, state, start_planned, start_actual, recorded_on, created_at)
    values (1, 1, 'Moved', 'store', 'moved', 'live', ${DAY_0}::date, ${DAY_0}::date, ${DAY_0}::date, now())`);
  await db.execute(
    sql`insert into change_scope (workspace_id, change_id, revision, item, dimension, ref_id) values (1, 1, 1, 0, 'store', 1)`,
  );
  const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from visit`);
  return row?.n ?? 0;
}
