import { group } from "d3-array";
import { sql } from "drizzle-orm";
import { bigints, words } from "@/db/array-parameter";
import type { Scope } from "../scope";
import { type Method, type PartsOf, partsOf, type Slice, sliceShape } from "./schema";
import { READING_VERSION } from "./settings";

/** The readings of one change as of one day. */
export class NightReadings {
  constructor(
    readonly asOf: string,
    private readonly rows: ReadonlyMap<string, unknown>,
  ) {}

  get<M extends Method>(method: M, slice: Slice = "all"): PartsOf<M> | null {
    const parts = this.rows.get(`${method} ${slice}`);
    return parts === undefined ? null : (partsOf[method].parse(parts) as PartsOf<M>);
  }

  /** Slices that a method was read for. */
  slices(method: Method): Slice[] {
    return [...this.rows.keys()].flatMap((key) => {
      const [name, slice] = key.split(" ");
      return name === method ? [sliceShape.parse(slice)] : [];
    });
  }
}

/**
 * The readings of each of these changes as they stand on the scope's today: of each figure the one last written for that day or an
 * earlier one, as it is known now. Of the change's present revision only; changes never read are missing.
 */
export async function readNights(
  scope: Scope,
  changeIds: readonly number[],
  methods?: Method[],
): Promise<Map<number, NightReadings>> {
  if (changeIds.length === 0) return new Map();
  const only = methods ? sql`and r.method = any(${words(methods)})` : sql``;
  const rows = await scope.db.execute<{
    change_id: string;
    as_of: string;
    method: string;
    slice: string;
    parts: unknown;
  }>(sql`
    select distinct on (c.id, r.method, r.slice) c.id as change_id, r.method, r.slice, r.parts,
      greatest(r.as_of, least(k.counted_through, ${scope.today}::date))::text as as_of
    from change c
    join cohort k on k.workspace_id = c.workspace_id and k.change_id = c.id and k.revision = c.revision
    join reading r on r.workspace_id = c.workspace_id and r.subject = 'change:' || c.id and r.revision = c.revision
    where c.workspace_id = ${scope.workspaceId} and c.id = any(${bigints(changeIds)}) and r.version = ${READING_VERSION}::int
      and r.as_of <= least(k.counted_through, ${scope.today}::date) ${only}
    order by c.id, r.method, r.slice, r.as_of desc, r.known_at desc`);
  const nights = new Map<number, NightReadings>();
  for (const [id, own] of group(rows, (row) => Number(row.change_id))) {
    const asOf =
      own
        .map((row) => row.as_of)
        .sort()
        .at(-1) ?? scope.today;
    nights.set(id, new NightReadings(asOf, new Map(own.map((row) => [`${row.method} ${row.slice}`, row.parts]))));
  }
  return nights;
}
