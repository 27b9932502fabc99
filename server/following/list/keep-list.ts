import { sql } from "drizzle-orm";
import { words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { type ListParts, listParts } from "../schema";
import { READING_VERSION } from "../settings";
import { DIRECTIONS, type Direction, type Family } from "./draw-nights";

/** The lists of each family as they were last drawn for the scope's today or an earlier night, by direction. */
export async function readLists(
  scope: Scope,
  families: readonly string[],
): Promise<Map<string, Record<Direction, ListParts | null>>> {
  const rows = await scope.db.execute<{ subject: string; slice: Direction; parts: unknown }>(sql`
    select distinct on (subject, slice) subject, slice, parts from reading
    where workspace_id = ${scope.workspaceId} and method = 'list' and version = ${READING_VERSION}::int
      and subject = any(${words(families.map(subjectOf))}) and as_of <= ${scope.today}::date
    order by subject, slice, as_of desc, known_at desc`);
  const lists = new Map<string, Record<Direction, ListParts | null>>();
  for (const name of families) {
    const of = (direction: Direction) => {
      const row = rows.find(({ subject, slice }) => subject === subjectOf(name) && slice === direction);
      return row ? listParts.parse(row.parts) : null;
    };
    lists.set(name, { down: of("down"), up: of("up") });
  }
  return lists;
}

/** Keeps tonight's lists of a family, where they are not as they were; which changes are on them, and with what evidence. */
export async function keepLists(scope: Scope, name: string, { alpha, to, changes }: Family): Promise<void> {
  const rows = DIRECTIONS.map((direction) => {
    const told = changes.map(({ change: { changeId, revision, advancedTo }, latest }) => {
      const { logE, listed, needs, slices } = latest[direction];
      return { changeId, revision, logE, listed, needs, slices, through: advancedTo };
    });
    const parts: ListParts = listParts.parse({ alpha, changes: told });
    return { slice: direction, value: told.filter(({ listed }) => listed).length, n: told.length, parts };
  });
  await scope.db.execute(sql`
    with fresh as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (slice text, value float8, n int, parts jsonb)
    ),
    known as (
      select distinct on (slice) slice, parts from reading
      where workspace_id = ${scope.workspaceId} and method = 'list' and version = ${READING_VERSION}::int
        and subject = ${subjectOf(name)} and as_of <= ${to}::date
      order by slice, as_of desc, known_at desc
    )
    insert into reading (workspace_id, method, version, subject, slice, revision, as_of, value, n, parts, known_at)
    select ${scope.workspaceId}::int, 'list', ${READING_VERSION}::int, ${subjectOf(name)}, slice, 0, ${to}::date, f.value, f.n, f.parts,
      ${scope.now.toISOString()}::timestamptz
    from fresh f left join known k using (slice)
    where k.parts is distinct from f.parts
    on conflict on constraint reading_pk do update set value = excluded.value, n = excluded.n, parts = excluded.parts`);
}

function subjectOf(family: string): string {
  return `list:${family}`;
}
