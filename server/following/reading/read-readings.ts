import { group } from "d3-array";
import { sql } from "drizzle-orm";
import { bigints, words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { NAMED_SEGMENTS } from "../../stats/portrait";
import { type Method, type PartsOf, partsOf, type Slice, sliceShape } from "../schema";
import { READING_VERSION } from "../settings";

const METHODS = Object.keys(partsOf) as Method[];
const SLICES: Slice[] = ["all", "intense", ...NAMED_SEGMENTS.map((name) => `segment:${name}` as const)];

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
 * earlier one, as it is known now: looked up one by one, whatever nights lie behind them. Of the change's present revision only; changes never read are missing.
 */
export async function readNights(
  scope: Scope,
  changeIds: readonly number[],
  methods: readonly Method[] = METHODS,
): Promise<Map<number, NightReadings>> {
  if (changeIds.length === 0) return new Map();
  const rows = await scope.db.execute<{
    change_id: string;
    as_of: string;
    method: string;
    slice: string;
    parts: unknown;
  }>(sql`
    select c.id as change_id, asked.method, asked.slice, r.parts,
      greatest(r.as_of, least(k.counted_through, ${scope.today}::date))::text as as_of
    from change c
    join cohort k on k.workspace_id = c.workspace_id and k.change_id = c.id and k.revision = c.revision
    cross join (select * from unnest(${words(methods)}) as m (method), unnest(${words(SLICES)}) as s (slice)) asked
    cross join lateral (
      select l.parts, l.as_of from reading l
      where l.workspace_id = c.workspace_id and l.method = asked.method and l.version = ${READING_VERSION}::int
        and l.subject = 'change:' || c.id and l.slice = asked.slice and l.revision = c.revision
        and l.as_of <= least(k.counted_through, ${scope.today}::date)
      order by l.as_of desc, l.known_at desc limit 1) r
    where c.workspace_id = ${scope.workspaceId} and c.id = any(${bigints(changeIds)})
    order by c.id, asked.method, asked.slice`);
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
