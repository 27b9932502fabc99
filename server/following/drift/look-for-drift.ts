import { sql } from "drizzle-orm";
import { portraitAsOf, returnWithin } from "../../churn/portrait";
import { isSampled, type Rhythm, thresholdsOf } from "../../churn/rhythm";
import { rhythmAsOf } from "../../churn/rhythm-as-of";
import { lastWholeDay } from "../../quality/queries";
import type { Scope } from "../../scope";
import { drift } from "../../stats/drift";
import type { NamedSegment } from "../../stats/portrait";
import { settingsOf } from "../../workspaces/settings";
import { addDays } from "../days";
import type { StepDone } from "../jobs";
import type { DriftParts } from "./drift-shape";
import { keepDrift, readWindows, type SegmentWindow } from "./keep-drift";

/** Days of a stretch, and how many earlier ones, next to each other, say what is usual. */
const STRETCH = 28;
const EARLIER = 12;
/** The latest stretches are looked at each time: rows come late. */
const FRESH = 2;
/** People looked at: enough for every segment's stretch, few enough for a million customers. */
const PEOPLE = 50_000;

/**
 * Segments that came less than expected in the last 28 days though nobody said what changed. Who is in a segment, and what is
 * expected of them, is as of the evening before; what is usual is taken from the twelve stretches before. The days end where all
 * shops of weight have sent theirs; nothing is said while one of them misses a day. Older stretches that were looked at before are
 * not looked at again.
 */
export async function lookForDrift(scope: Scope): Promise<StepDone> {
  const rhythm = await rhythmAsOf(scope, scope.today);
  if (rhythm.refusal !== null || isSampled(rhythm)) return { rows: 0 };
  const today = await lastWholeDay(scope, STRETCH);
  if (today === null) return { rows: 0 };
  const ends = Array.from({ length: EARLIER + 1 }, (_, i) => addDays(today, -STRETCH * i));
  const known = await readWindows(scope, ends.slice(FRESH));
  const windows = [...known];
  const begun = await beganOn(scope);
  await drawPeople(scope, addDays(today, -STRETCH));
  for (const end of ends) {
    if (known.some((window) => window.end === end) || begun === null || addDays(end, -STRETCH - 365) < begun) continue;
    windows.push(...(await lookAt(scope, rhythm, end)));
  }
  const segments = [...new Set(windows.map(({ segment }) => segment))];
  const found = segments.flatMap((segment): DriftParts[] => {
    const own = windows.filter((window) => window.segment === segment);
    const now = own.find(({ end }) => end === today);
    if (now === undefined) return [];
    const said = drift(
      now,
      own.filter(({ end }) => end !== today),
    );
    return [{ segment, from: addDays(today, 1 - STRETCH), to: today, said }];
  });
  await keepDrift(scope, windows.slice(known.length), found);
  return { rows: windows.length - known.length, counts: { segments: segments.length } };
}

async function beganOn({ db, workspaceId }: Scope): Promise<string | null> {
  const [row] = await db.execute<{ day: string | null }>(
    sql`select min(day)::text as day from visit where workspace_id = ${workspaceId}`,
  );
  return row?.day ?? null;
}

/**
 * At most 50,000 people drawn by a hash of their number, and all their visits: the temporary table `looked_visit`, which every
 * stretch is read from.
 */
async function drawPeople({ db, workspaceId }: Scope, until: string): Promise<void> {
  const customer = sql`workspace_id = ${workspaceId} and first_day <= ${until}::date`;
  await db.execute(sql`drop table if exists pg_temp.looked_visit`);
  await db.execute(sql`
    create temp table looked_visit on commit drop as
    select v.* from visit v
    where v.workspace_id = ${workspaceId} and v.customer_id in (
      select customer_id from customer_state
      where ${customer} and customer_id * 2654435761 % 4294967296 < (
        select least(4294967296, 4294967296.0 * ${PEOPLE}::int / greatest(1, count(*))) from customer_state where ${customer}))
    order by v.customer_id`);
  await db.execute(sql`create index on looked_visit (workspace_id, customer_id)`);
  await db.execute(sql`analyze looked_visit`);
}

/** How many of the people drawn, as far as they had bought by then, came in the 28 days up to `end`, and how many would have. */
async function lookAt({ db, workspaceId, workspace }: Scope, rhythm: Rhythm, end: string): Promise<SegmentWindow[]> {
  const settings = settingsOf(workspace);
  const asOf = addDays(end, -STRETCH);
  const options = { dueCap: settings.dueCap, thresholds: thresholdsOf(settings, rhythm), visits: sql`looked_visit` };
  const rows = await db.execute<{ segment: NamedSegment; n: number; expected: number; observed: number }>(sql`
    with ${portraitAsOf(workspaceId, asOf, rhythm, options)},
    came as (
      select distinct customer_id from looked_visit where occasion and day > ${asOf}::date and day <= ${end}::date
    )
    select segment, count(*)::int as n, sum(${returnWithin(STRETCH)})::float8 as expected, count(came.customer_id)::int as observed
    from portrait left join came using (customer_id) group by segment`);
  return rows.map((row) => ({ ...row, end }));
}
