import { sql } from "drizzle-orm";
import { integers } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";

export interface StretchCount {
  stratum: number;
  n1: number;
  n0: number;
  y1: number;
  y0: number;
}

/** People of both arms on a day. */
export interface Moved {
  day: string;
  exposed: number;
  twins: number;
}

/** One stratum, or one cell of it (splits.ts), as it was counted, by day. */
export interface StratumPath {
  stratum: number;
  /** Under watch, whether they returned or not: in on day 0, out later (negative). */
  watch: Moved[];
  /** By round: who came, and who went out of watch without having come (negative). */
  came: Map<number, Moved[]>;
  gone: Map<number, Moved[]>;
}

/** The counted days of some rounds up to `through`, all members, in the order of their strata and days. Nobody is looked up. */
export async function readPaths(
  scope: Scope,
  { change }: ChangeRule,
  { rounds, through, part }: { rounds: number[]; through: string; part: number },
): Promise<StratumPath[]> {
  const here = sql`workspace_id = ${scope.workspaceId} and change_id = ${change.id} and revision = ${change.revision}
    and part = ${part}::int and round = any(${integers([-1, ...rounds])}) and day <= ${through}::date`;
  const rows = await scope.db.execute<{
    came: boolean;
    round: number;
    stratum: number;
    days: [day: string, exposed: number, twins: number][];
  }>(sql`
    select true as came, round, stratum, json_agg(json_build_array(day, events_exposed, events_twin) order by day) as days
    from stratum_day where ${here} group by round, stratum
    union all
    select false, round, stratum, json_agg(json_build_array(day, exposed, twins) order by day)
    from stratum_watch where ${here} group by round, stratum
    order by stratum, round`);
  const paths = new Map<number, StratumPath>();
  for (const { came, round, stratum, days } of rows) {
    const path: StratumPath = paths.get(stratum) ?? { stratum, watch: [], came: new Map(), gone: new Map() };
    paths.set(stratum, path);
    const moved = days.map(([day, exposed, twins]): Moved => ({ day, exposed, twins }));
    if (came) path.came.set(round, moved);
    else if (round < 0) path.watch = moved;
    else path.gone.set(round, moved);
  }
  return [...paths.values()];
}

/** A round (0 = first returns) looked at from its first day to `to`. */
export interface Span {
  round: number;
  from: string;
  to: string;
}

/**
 * Under watch during the whole of a stratum's span, and with an occasion in it, by arm; strata without a span are left out. Who
 * went out of watch within it is in neither, come or not.
 */
export function countWithin(
  paths: readonly StratumPath[],
  spanOf: (stratum: number) => Span | undefined,
): StretchCount[] {
  return paths.flatMap(({ stratum, watch, came, gone }) => {
    const span = spanOf(stratum);
    if (!span) return [];
    const upTo = (rows: readonly Moved[] | undefined, after = "") => sumOf(rows ?? [], after, span.to);
    const n = upTo(watch);
    const [came1, left, out] = [upTo(came.get(span.round)), upTo(gone.get(span.round)), upTo(watch, span.from)];
    const y1 = came1.exposed + out.exposed - left.exposed;
    const y0 = came1.twins + out.twins - left.twins;
    if (n.exposed + n.twins === 0) return [];
    return [{ stratum, n1: n.exposed, n0: n.twins, y1: among(y1, n.exposed), y0: among(y0, n.twins) }];
  });
}

/** Days that stay as they were counted may hold somebody who was erased since. */
export function among(came: number, all: number): number {
  return Math.max(0, Math.min(came, all));
}

function sumOf(rows: readonly Moved[], after: string, to: string): { exposed: number; twins: number } {
  let [exposed, twins] = [0, 0];
  for (const row of rows) {
    if (row.day <= after || row.day > to) continue;
    exposed += row.exposed;
    twins += row.twins;
  }
  return { exposed, twins };
}
