import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Scope } from "../scope";
import { repeatable, type runsOutput } from "./schema";

const CHAINS = 14;
/** Steps of a chain that are shown: those that are not done first. */
const STEPS = 400;

type Step = z.input<typeof runsOutput>["chains"][number]["steps"][number];

type Row = Record<
  | "root_id"
  | "id"
  | "job"
  | "state"
  | "day"
  | "queued_at"
  | "started_at"
  | "seconds"
  | "rows"
  | "error"
  | "change_id"
  | "title",
  string
> & { tries: number; counts: Record<string, number> | null; more: string };

/** The latest chains, each with its steps in the order in which they began; those that wait come last. */
export async function latestChains(scope: Scope): Promise<z.input<typeof runsOutput>> {
  const { db, workspaceId, workspace, now } = scope;
  const rows = await db.execute<Row>(sql`
    with root as (
      select id from job_run
      where workspace_id = ${workspaceId} and coalesce(root_id, id) = id and job not in ('try-import', 'demo')
      order by id desc limit ${CHAINS}::int
    ),
    step as (
      select root.id as root_id, r.id, r.job, r.subject, r.state, r.day, r.queued_at, r.started_at, r.finished_at, r.rows,
        r.counts, r.tries, r.error,
        row_number() over (partition by root.id order by r.state = 'done', coalesce(r.started_at, r.queued_at), r.id) as place,
        count(*) over (partition by root.id) as of_chain
      from root
      join job_run r on r.workspace_id = ${workspaceId} and (r.root_id = root.id or r.id = root.id)
    )
    select s.root_id, s.id, s.job, s.state, s.day, s.queued_at, s.started_at, s.rows, s.counts, s.tries, s.error,
      extract(epoch from coalesce(s.finished_at, case when s.state = 'running' then ${now.toISOString()}::timestamptz end)
        - s.started_at) as seconds,
      greatest(0, s.of_chain - ${STEPS}::int) as more, c.id as change_id, c.title
    from step s
    left join change c on c.workspace_id = ${workspaceId} and s.subject = 'change:' || c.id
    where s.place <= ${STEPS}::int
    order by s.root_id desc, s.state = 'queued', coalesce(s.started_at, s.queued_at), s.id`);
  const chains = new Map<string, Row[]>();
  for (const row of rows) chains.set(row.root_id, [...(chains.get(row.root_id) ?? []), row]);
  return { tz: workspace.tz, chains: [...chains.values()].map(chainOf) };
}

function chainOf(rows: readonly Row[]): z.input<typeof runsOutput>["chains"][number] {
  const steps = rows.map(stepOf);
  const [first] = rows;
  const begun = steps.map(({ startedAt, queuedAt }) => startedAt ?? queuedAt).sort((a, b) => Number(a) - Number(b));
  const startedAt = begun[0] ?? new Date(0);
  const ends = steps.map((step) => Number(step.startedAt ?? step.queuedAt) / 1000 + (step.seconds ?? 0));
  const over = steps.every(({ state }) => state === "done" || state === "failed");
  return {
    ...{ rootId: Number(first?.root_id), day: first?.day ?? null, startedAt, steps, more: Number(first?.more ?? 0) },
    seconds: over ? Math.max(...ends) - Number(startedAt) / 1000 : null,
  };
}

function stepOf(row: Row): Step {
  return {
    ...{ id: Number(row.id), job: row.job, state: row.state as Step["state"], tries: row.tries, error: row.error },
    change: row.change_id === null ? null : { id: Number(row.change_id), title: row.title },
    queuedAt: new Date(row.queued_at),
    startedAt: row.started_at === null ? null : new Date(row.started_at),
    seconds: row.seconds === null ? null : Number(row.seconds),
    rows: row.rows === null ? null : Number(row.rows),
    counts: row.counts ?? {},
    again: repeatable.some((queue) => queue === row.job) && (row.state === "done" || row.state === "failed"),
  };
}
