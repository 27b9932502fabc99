import { sql } from "drizzle-orm";
import type { Rhythm, RhythmGroup } from "../../churn/rhythm";
import { expectedOccasions } from "../../stats/bg-nbd-predict";
import { expectedValue } from "../../stats/gamma-gamma";
import type { WaveContext } from "./wave-context";

interface Spender extends Record<string, unknown> {
  customer_id: string;
  group_key: RhythmGroup;
  x: number;
  t_x: number;
  t_total: number;
  repeats: number;
  repeat_value: number;
  occasions: number;
  value: number;
}

/** Expected 12-month value of each concerned person as of day 0: E[occasions in 365 days] x value per occasion (methods 1). */
export async function expectValues({ scope, asOf, rhythm }: WaveContext): Promise<Map<number, number>> {
  const rows = await scope.db.execute<Spender>(sql`
    with spent as (
      select v.customer_id, sum(v.amount_minor)::float8 as amount,
        row_number() over (partition by v.customer_id order by v.day) > 1 as repeat
      from subject c join visit v on v.workspace_id = ${scope.workspaceId} and v.customer_id = c.customer_id
      where c.p_alive is not null and v.day <= ${asOf}::date
      group by v.customer_id, v.day
      having bool_or(v.occasion)
    ),
    spender as (
      select customer_id, (count(*) filter (where repeat and amount > 0))::int as repeats,
        coalesce(sum(amount) filter (where repeat and amount > 0), 0) as repeat_value,
        (count(*) filter (where amount > 0))::int as occasions, coalesce(sum(amount) filter (where amount > 0), 0) as value
      from spent group by customer_id
    )
    select customer_id, group_key, x, t_x, t_total, repeats, repeat_value, occasions, value
    from spender join subject using (customer_id)`);
  return new Map(rows.map((row) => [Number(row.customer_id), Math.round(yearOf(row, rhythm))]));
}

function yearOf(row: Spender, rhythm: Rhythm): number {
  const { parameters } = rhythm.groups[row.group_key];
  if (parameters === null) return 0;
  return expectedOccasions(parameters, row.x, row.t_x, row.t_total, 365) * perOccasion(row, rhythm.value);
}

function perOccasion(row: Spender, value: Rhythm["value"]): number {
  if (value.kind === "gamma_gamma")
    return expectedValue(value, row.repeats, row.repeat_value / Math.max(1, row.repeats));
  return row.x < 3 || row.occasions === 0 ? value.mean : row.value / row.occasions;
}
