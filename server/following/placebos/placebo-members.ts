import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { MatchedSets } from "../../stats/twins";
import type { Sitters } from "../cohort/read-candidates";
import { readStratum } from "../cohort/stratify";
import type { WaveContext } from "../cohort/wave-context";
import { addDays } from "../days";
import { INTENSE, LEAST_RETURNS } from "../settings";
import type { PlaceboMember } from "./placebo-weeks";

export interface Member extends PlaceboMember {
  segment: string;
  intense: boolean;
}

export interface Matched {
  sitters: Sitters;
  sets: MatchedSets;
  days: number;
}

/** Matched exposed and their twins, with the days from day 0 on which they came. */
export async function readMembers({ scope, wave }: WaveContext, { sitters, sets, days }: Matched): Promise<Member[]> {
  const intense = await readIntense(scope);
  const ids: number[] = [];
  const members: (Member & { days: number[] })[] = [];
  const add = (id: number, stratum: number, exposed: boolean, keen: boolean) => {
    ids.push(id);
    members.push({ exposed, stratum, days: [], segment: readStratum(stratum).segment, intense: keen });
  };
  for (let i = 0; i < sitters.exposed.id.length; i += 1) {
    const count = sets.count[i] ?? 0;
    if (count === 0) continue;
    const [own, stratum] = [sitters.exposed.id[i] ?? 0, sitters.exposed.stratum[i] ?? 0];
    add(own, stratum, true, intense.has(own));
    for (let k = 0; k < count; k += 1)
      add(sitters.pool.id[sets.twins[i * sets.max + k] ?? 0] ?? 0, stratum, false, intense.has(own));
  }
  const [row] = await scope.db.execute<{ packed: Uint8Array | null }>(sql`
    select string_agg(int4send((place - 1)::int) || int2send((v.day - ${wave.day0}::date)::smallint), ''::bytea order by v.day) as packed
    from unnest(${bigints(ids)}) with ordinality as m (customer_id, place)
    join panel_visit v on v.workspace_id = ${scope.workspaceId} and v.customer_id = m.customer_id
    where v.occasion and v.day between ${wave.day0}::date and ${addDays(wave.day0, days - 1)}::date`);
  if (row?.packed) {
    const view = new DataView(row.packed.buffer, row.packed.byteOffset, row.packed.byteLength);
    for (let at = 0; at < row.packed.byteLength; at += 6) members[view.getInt32(at)]?.days.push(view.getInt16(at + 4));
  }
  return members;
}

async function readIntense({ db }: Scope): Promise<Set<number>> {
  const rows = await db.execute<{ customer_id: string }>(
    sql`select customer_id from sitter where in_scope::float8 / n_365 >= ${INTENSE}::float8`,
  );
  return new Set(rows.map((row) => Number(row.customer_id)));
}

/** `all`; segments, and those who come mostly here, where both arms have at least 30 people. */
export function slicesOfMembers(members: readonly Member[]): [string, Member[]][] {
  const segments = [...new Set(members.map(({ segment }) => segment))].sort();
  const parts: [string, Member[]][] = [
    ...segments.map((name): [string, Member[]] => [
      `segment:${name}`,
      members.filter(({ segment }) => segment === name),
    ]),
    ["intense", members.filter(({ intense }) => intense)],
  ];
  const enough = (own: readonly Member[]) => {
    const exposed = own.filter((member) => member.exposed).length;
    return Math.min(exposed, own.length - exposed) >= LEAST_RETURNS;
  };
  return [["all", [...members]], ...parts.filter(([, own]) => enough(own))];
}
