import { sql } from "drizzle-orm";
import { bigints, integers, words } from "@/db/array-parameter";
import { returnWithin } from "../../churn/portrait";
import type { MatchedSets } from "../../stats/twins";
import { INTENSE } from "../settings";
import { gatherTwinHabits } from "./gather-habits";
import type { Sitters } from "./read-candidates";
import type { WaveContext } from "./wave-context";

export interface WaveMembers {
  context: WaveContext;
  sitters: Sitters;
  sets: MatchedSets;
  /** Added to a stratum's number within the wave, so that waves never share one. */
  firstStratum: number;
  horizonDays: number;
  values: Map<number, number>;
}

/**
 * Writes the frozen members of a wave (and leaves them in the temporary table `chosen`): matched exposed and their twins, those
 * left out for want of one, those counted apart.
 */
export async function keepMembers(members: WaveMembers): Promise<void> {
  const { context, values, horizonDays } = members;
  const { scope, target, wave } = context;
  const list = listMembers(members);
  const value = sql`select * from unnest(${bigints([...values.keys()])}, ${bigints([...values.values()])}) as v (customer_id, value_minor)`;
  const frozen = sql`segment, stratum, matched_set, x, t_x, t_total, ${returnWithin(horizonDays)}, ceil(due)::int,
    in_scope::float8 / n_365, coalesce(matched_set in (select customer_id from intense), false), value_minor`;
  await scope.db.execute(sql`
    create temp table chosen on commit drop as
    with listed as (
      select * from unnest(${bigints(list.id)}, ${words(list.arm)}, ${integers(list.stratum)}, ${bigints(list.set)})
        as m (customer_id, arm, stratum, matched_set)
    )
    select s.*, coalesce(arm, 'apart') as arm, stratum, nullif(matched_set, 0) as matched_set,
      case when arm = 'left_out' then 'no_twin' when arm is not null then null
        when p_alive is null then 'no_model' else 'unlikely_alive' end as reason
    from sitter s left join listed using (customer_id)
    where arm is not null or (in_scope is not null and not fit)`);
  await scope.db.execute(sql`analyze chosen (customer_id, arm)`);
  await gatherTwinHabits(context);
  await scope.db.execute(sql`
    insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, reason, day0,
      segment, stratum, matched_set, x, t_x, t_total, return_probability, due_days, intensity, intense, value_minor,
      main_store_id, main_category_id, main_channel)
    with worth as (${value}),
    intense as (
      select customer_id from chosen where arm = 'exposed' and in_scope::float8 / n_365 >= ${INTENSE}::float8
    )
    select ${scope.workspaceId}::int, customer_id, ${target.change.id}::bigint, ${target.change.revision}::int, ${wave.wave}::smallint,
      arm, reason, ${wave.day0}::date, ${frozen}, store_id, category_id, channel
    from chosen left join worth using (customer_id) left join habit using (customer_id)
    order by customer_id`);
}

/** Everybody matched or left out, by columns; an exposed person's set is their own id. */
function listMembers({ sitters: { exposed, pool }, sets, firstStratum }: WaveMembers) {
  const size = exposed.id.length + sets.taken;
  const id = new Float64Array(size);
  const set = new Float64Array(size);
  const stratum = new Int32Array(size);
  const arm: ("exposed" | "twin" | "left_out")[] = new Array(size);
  let at = 0;
  const add = (person: number, of: number, inStratum: number, as: (typeof arm)[number]) => {
    id[at] = person;
    set[at] = of;
    stratum[at] = firstStratum + inStratum;
    arm[at] = as;
    at += 1;
  };
  for (let i = 0; i < exposed.id.length; i += 1) {
    const own = exposed.id[i] ?? 0;
    const inStratum = exposed.stratum[i] ?? 0;
    const count = sets.count[i] ?? 0;
    add(own, count > 0 ? own : 0, inStratum, count > 0 ? "exposed" : "left_out");
    for (let k = 0; k < count; k += 1) add(pool.id[sets.twins[i * sets.max + k] ?? 0] ?? 0, own, inStratum, "twin");
  }
  return { id, set, stratum, arm };
}
