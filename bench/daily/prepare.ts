import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { isoDay } from "@/db/demo/calendar";
import { migrate } from "@/db/migrate";
import { queues } from "@/server/jobs/queues";
import { createWorkspace } from "@/server/workspaces/create-workspace";
import { loadRetailer } from "./load";
import { keepHeld } from "./new-day";
import { benchRetailer } from "./retailer";
import { withWorkshop } from "./workspace";

export interface DailySize {
  customers: number;
  stores: number;
  /** Days whose lines are held back, to come in later. */
  heldDays: number;
}

export interface Prepared {
  url: string;
  workspaceId: number;
  /** Days since 1970-01-01: the workspace's today, up to which its rows are there. */
  today: number;
  lines: number;
}

/**
 * Runs `work` on a database that holds a retailer of this size as its first import left it. With `keep` it is prepared once on
 * this server and copied for each use.
 */
export async function withRetailer<T>(
  server: { ownerUrl: string; keep: boolean },
  size: DailySize,
  work: (prepared: Prepared) => Promise<T>,
): Promise<T> {
  const admin = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
  const kept = `bench_daily_${size.customers}_${size.stores}_${size.heldDays}`;
  const name = server.keep ? kept : `bench_${randomBytes(6).toString("hex")}`;
  const copy = server.keep ? `bench_${randomBytes(6).toString("hex")}` : name;
  try {
    const [known] = await admin`select from pg_database where datname = ${name}`;
    if (!known) await make(admin, server.ownerUrl, name, size);
    if (server.keep) {
      await admin.unsafe(`create database "${copy}" template "${name}" strategy file_copy`);
      await admin.unsafe(`grant connect, temporary on database "${copy}" to triptych_app`);
      await migrate({ ownerUrl: inDatabase(server.ownerUrl, copy), queues });
    }
    await admin.unsafe("checkpoint");
    return await work(await stateOf(inDatabase(server.ownerUrl, copy)));
  } finally {
    await admin.unsafe(`drop database if exists "${copy}" with (force)`);
    await admin.end();
  }
}

/** Under another name until it is whole. */
async function make(admin: postgres.Sql, ownerUrl: string, name: string, size: DailySize): Promise<void> {
  const unfinished = `${name}_making`;
  const url = inDatabase(ownerUrl, unfinished);
  await admin.unsafe(`drop database if exists "${unfinished}" with (force)`);
  try {
    await admin.unsafe(`create database "${unfinished}"`);
    await migrate({ ownerUrl: url, queues });
    await withWorkshop(url, async (workshop) => {
      const retailer = benchRetailer(size.customers, size.stores);
      const today = retailer.lastDay - size.heldDays;
      const space = { slug: "bench", name: "Bench", currency: "EUR", tz: "Europe/Paris", pinnedDay: isoDay(today) };
      const workspaceId = await createWorkspace(workshop.owner, space);
      const { held } = await loadRetailer(workshop, workspaceId, retailer, today);
      await keepHeld(workshop.owner.sql, retailer, held);
      await workshop.owner.sql`vacuum (analyze)`;
    });
    await admin.unsafe(`alter database "${unfinished}" rename to "${name}"`);
  } finally {
    await admin.unsafe(`drop database if exists "${unfinished}" with (force)`);
  }
}

async function stateOf(url: string): Promise<Prepared> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<{ id: number; today: number; lines: number }[]>`
      select w.id, (w.pinned_day - date '1970-01-01') as today, (select count(*)::int from purchase_line) as lines
      from workspace w where w.slug = 'bench'`;
    if (!row) throw new Error("The bench's workspace is not there.");
    return { url, workspaceId: row.id, today: row.today, lines: row.lines };
  } finally {
    await sql.end();
  }
}

function inDatabase(ownerUrl: string, name: string): string {
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
