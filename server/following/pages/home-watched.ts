import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { type NightReadings, readNights } from "../reading/read-readings";
import type { PartsOf } from "../schema";

/** A change under watch with its latest readings. */
export interface Watched {
  id: number;
  title: string;
  night: NightReadings;
}

/** Changes whose present revision has a cohort and whose monitors are open, with their latest readings. */
export async function readWatched(scope: Scope): Promise<Watched[]> {
  const rows = await scope.db.execute<{ id: string; title: string }>(sql`
    select c.id, c.title from change c
    join cohort k on k.workspace_id = c.workspace_id and k.change_id = c.id and k.revision = c.revision
    where c.workspace_id = ${scope.workspaceId} and c.state in ('live', 'ended') and not exists (
      select 1 from monitor m where m.workspace_id = c.workspace_id and m.change_id = c.id and m.revision = c.revision
        and m.slice = 'all' and m.closed_on <= ${scope.today}::date)
    order by k.day0, c.id`);
  const nights = await readNights(
    scope,
    rows.map((row) => Number(row.id)),
    ["verdict", "follow_rate", "weeks", "where"],
  );
  return rows.flatMap(({ id, title }) => {
    const night = nights.get(Number(id));
    return night ? [{ id: Number(id), title, night }] : [];
  });
}

/** Changes whose monitors are closed. */
export async function readOver({ db, workspaceId, today }: Scope): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select c.id::int as id from change c
    join monitor m on m.workspace_id = c.workspace_id and m.change_id = c.id and m.revision = c.revision and m.slice = 'all'
    where c.workspace_id = ${workspaceId} and m.closed_on <= ${today}::date order by c.id`);
  return rows.map(({ id }) => id);
}

/** Whether it is on tonight's list. */
export function stands(said: Pick<PartsOf<"verdict">, "word"> | null): boolean {
  return said?.word === "stopped following";
}

/** Revenue at risk, minor units a year. */
export function riskOf(night: NightReadings): number {
  return night.get("follow_rate")?.revenueAtRisk?.value ?? 0;
}
