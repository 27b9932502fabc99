import { setTimeout } from "node:timers/promises";
import postgres from "postgres";
import { connect } from "@/db/client";
import { newKey } from "@/server/api/key-text";
import { createWorkspace } from "@/server/workspaces/create-workspace";
import { inFreshDatabase } from "./fresh-database";
import { receiptRows } from "./receipt-rows";
import { signIn, withSite } from "./site";

const rowsPerRequest = 5_000;
const senders = 2;
const pages = ["", "/alerts", "/changes", "/data"].map((page) => `/w/maison-arpege${page}`);
/** Between two pages that one reader asks for. */
const glanceMs = 100;
const idleRounds = 60;

export interface ApiBench {
  rows: number;
  microsecondsPerRow: number;
  /** 20,000 rows a second. */
  aimMicroseconds: number;
  rowsPerSecond: number;
  /** Whether the pages' 95th percentile stayed within twice that of the idle site. */
  pagesHold: boolean;
  idleP95Ms: number;
  busyP95Ms: number;
  pagesAsked: number;
  /** Until the last request was answered; the rest is the importer's. */
  sentSeconds: number;
  imports: number;
  /** Seconds that the imports took, one after the other. */
  importSeconds: number;
}

/** Sends purchases in NDJSON to a workspace of its own, while a reader goes through the demo's pages. */
export async function benchApi(ownerUrl: string, rows: number): Promise<ApiBench> {
  return inFreshDatabase(ownerUrl, (databaseUrl) =>
    withSite(databaseUrl, async (url) => {
      const owner = postgres(databaseUrl, { max: 1, onnotice: () => {} });
      try {
        const key = await keyOf(databaseUrl, owner);
        const cookie = await signIn(url);
        await readPages(url, cookie, (asked) => asked >= pages.length * 5);
        const idle = await readPages(url, cookie, (asked) => asked >= idleRounds);
        let isOver = false;
        const reader = readPages(url, cookie, () => isOver);
        const sending = await send(url, key, rows)
          .then((told) => merged(owner, told))
          .finally(() => {
            isOver = true;
          });
        return judged(rows, idle, await reader, sending);
      } finally {
        await owner.end();
      }
    }),
  );
}

async function keyOf(databaseUrl: string, owner: postgres.Sql): Promise<string> {
  const connection = connect(databaseUrl, { max: 1 });
  const space = { slug: "bench", name: "Bench", currency: "EUR", tz: "Europe/Paris" };
  const workspaceId = await createWorkspace(connection, space);
  await connection.close();
  const { text, prefix, hash } = newKey();
  await owner`
    insert into api_key (workspace_id, name, prefix, hash, scopes, created_at)
    values (${workspaceId}, 'Bench', ${prefix}, ${hash}, '{data:import}', now())`;
  return text;
}

/** Milliseconds of each page, one after the other, until `enough`. */
async function readPages(url: string, cookie: string, enough: (asked: number) => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!enough(times.length)) {
    const started = performance.now();
    const answer = await fetch(`${url}${pages[times.length % pages.length]}`, {
      headers: { cookie },
      redirect: "manual",
    });
    await answer.text();
    if (answer.status !== 200) throw new Error(`A page answered ${answer.status}.`);
    times.push(performance.now() - started);
    await setTimeout(glanceMs);
  }
  return times;
}

interface Sending {
  started: number;
  sentSeconds: number;
}

async function send(url: string, key: string, rows: number): Promise<Sending> {
  const bodies = receiptRows(rows, rowsPerRequest);
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
  const started = performance.now();
  const sender = async () => {
    for (const body of bodies) {
      const answer = await fetch(`${url}/api/v1/purchases?source=tills`, { method: "POST", headers, body });
      if (answer.status !== 202) throw new Error(`A request was answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return { started, sentSeconds: (performance.now() - started) / 1000 };
}

/** Waits until nothing is left to import. */
async function merged(owner: postgres.Sql, { started, sentSeconds }: Sending) {
  for (;;) {
    const [row] = await owner<{ waiting: number; failed: number; imports: number; seconds: number }[]>`
      select count(*) filter (where b.state not in ('done', 'failed'))::int as waiting,
        count(*) filter (where b.state = 'failed')::int as failed, count(*)::int as imports,
        coalesce(sum((b.report->>'seconds')::float8), 0) as seconds
      from import_batch b join workspace w on w.id = b.workspace_id where w.slug = 'bench'`;
    if (row && row.failed > 0) throw new Error("An import failed.");
    if (row && row.waiting === 0) {
      const seconds = (performance.now() - started) / 1000;
      return { seconds, sentSeconds, imports: row.imports, importSeconds: row.seconds };
    }
    await setTimeout(100);
  }
}

function judged(
  rows: number,
  idle: number[],
  busy: number[],
  { seconds, ...sending }: Awaited<ReturnType<typeof merged>>,
): ApiBench {
  const [idleP95Ms, busyP95Ms] = [p95(idle), p95(busy)];
  return {
    rows,
    microsecondsPerRow: (seconds * 1e6) / rows,
    aimMicroseconds: 50,
    rowsPerSecond: rows / seconds,
    pagesHold: busyP95Ms <= 2 * idleP95Ms,
    idleP95Ms,
    busyP95Ms,
    pagesAsked: busy.length,
    ...sending,
  };
}

function p95(times: number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
