import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { type BALANCE_VARIABLES, type BalanceState, balance, judge } from "../stats/balance";
import type { MatchedSets } from "../stats/twins";
import type { Sitters } from "./read-candidates";

export interface TraitBalance {
  trait: (typeof BALANCE_VARIABLES)[number];
  /** Standardised mean differences against everybody eligible, and against the twins. */
  before: number;
  after: number;
  state: BalanceState;
}

interface Moments {
  mean: number;
  variance: number;
}

/**
 * Balance of a wave. The pure function sees the candidates drawn per stratum, whose mix is that of the concerned; "before"
 * and the scale of both columns come from everybody eligible instead, summed where they are.
 */
export async function judgeBalance(
  scope: Scope,
  { exposed, pool }: Sitters,
  sets: MatchedSets,
): Promise<TraitBalance[]> {
  const { rows } = balance(exposed, pool, sets);
  const arms = await momentsOfArms(scope);
  return rows.map(({ variable, meanExposed, meanTwins }, i) => {
    const [concerned, eligible] = [arms.exposed[i], arms.eligible[i]];
    const spread = Math.sqrt(((concerned?.variance ?? 0) + (eligible?.variance ?? 0)) / 2);
    const scaled = (difference: number) => (spread > 0 ? difference / spread : 0);
    const after = sets.matched > 0 ? scaled(meanExposed - meanTwins) : 0;
    return {
      trait: variable,
      before: scaled((concerned?.mean ?? 0) - (eligible?.mean ?? 0)),
      after,
      state: judge(after),
    };
  });
}

const columns = [
  sql`ln(1 + n_365)::float8`,
  sql`silent::float8`,
  sql`ln(1 + greatest(0, value_365))`,
  sql`t_total::float8`,
  sql`ln(1 + products)::float8`,
  sql`season_share`,
];

async function momentsOfArms(scope: Scope): Promise<{ exposed: Moments[]; eligible: Moments[] }> {
  const sums = columns.map(
    (column, i) =>
      sql`avg(${column}) as ${sql.identifier(`mean_${i}`)}, coalesce(var_samp(${column}), 0) as ${sql.identifier(`var_${i}`)}`,
  );
  const rows = await scope.db.execute<Record<string, number | boolean>>(sql`
    select in_scope is not null as exposed, ${sql.join(sums, sql`, `)} from sitter where fit group by 1`);
  const arm = (exposed: boolean) => {
    const row = rows.find((each) => each.exposed === exposed);
    return columns.map((_, i) => ({ mean: Number(row?.[`mean_${i}`] ?? 0), variance: Number(row?.[`var_${i}`] ?? 0) }));
  };
  return { exposed: arm(true), eligible: arm(false) };
}
