import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import type { Queue } from "@/server/jobs/queues";

const root = fileURLToPath(new URL("../..", import.meta.url));
const worker = fileURLToPath(new URL("worker.ts", import.meta.url));
const peakMemory = fileURLToPath(new URL("../peak-memory.mjs", import.meta.url));

export interface Ran {
  /** From the first look at the file, or the first job, until nothing waits. */
  seconds: number;
  /** Of them, the import. */
  imported: number;
  /** The most that the process held, in MB of 2^20 bytes. */
  peakMegabytes: number;
  /** Seconds of each job, all its runs together. */
  jobs: Record<string, number>;
  /** What the jobs say they went through. */
  rows: Record<string, number>;
}

/** What a worker is told to do: an import of one file that completes `day`, or a job of the chain; then all that follows. */
export interface Task {
  url: string;
  workspaceId: number;
  ask?: "derive-visits" | "start-changes";
  /** Queues that are left alone. */
  later?: Queue[];
  file?: string;
  day?: string;
}

/** Runs a chain in a process of its own, as the worker does. */
export async function runWorker(task: Task): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), "triptych-bench-"));
  const peakFile = path.join(folder, "peak");
  const before = new Date().toISOString();
  try {
    const child = spawn(process.execPath, ["--import", "tsx", "--import", peakMemory, worker, JSON.stringify(task)], {
      cwd: root,
      env: { ...process.env, TRIPTYCH_PEAK_FILE: peakFile },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    if (code !== 0) throw new Error(`The worker ended with code ${code}.`);
    const { seconds, imported } = JSON.parse(said) as { seconds: number; imported: number };
    const peakMegabytes = Number(readFileSync(peakFile, "utf8")) / 1024 ** 2;
    return { seconds, imported, peakMegabytes, ...(await jobsSince(task, before)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function asked<T>(url: string, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await ask(sql);
  } finally {
    await sql.end();
  }
}

function jobsSince({ url, workspaceId }: Task, before: string): Promise<Pick<Ran, "jobs" | "rows">> {
  return asked(url, async (sql) => {
    const runs = await sql<{ job: string; seconds: number; rows: number; left: number }[]>`
      select job, sum(extract(epoch from finished_at - started_at))::float8 as seconds,
        coalesce(sum(rows), 0)::float8 as rows, (count(*) filter (where state <> 'done'))::int as left
      from job_run where workspace_id = ${workspaceId} and started_at >= ${before}::timestamptz group by job order by min(id)`;
    const left = runs.find((run) => run.left > 0);
    if (left) throw new Error(`A job of ${left.job} was not done.`);
    const per = (of: "seconds" | "rows") => Object.fromEntries(runs.map((run) => [run.job, run[of]]));
    return { jobs: per("seconds"), rows: per("rows") };
  });
}
