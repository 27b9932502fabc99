import type postgres from "postgres";
import { type Connection, connect } from "@/db/client";
import { readInstallation } from "@/db/installation";
import journal from "@/db/migrations/meta/_journal.json";
import { env } from "./env";
import { log } from "./log";

export type Readiness = { ready: true } | { ready: false; step: "database" | "migrations" | "worker" | "demo" };

const PATIENCE_MS = 3_000;

let session: Connection | undefined;

/** Asked of the database itself, so that every site process of an installation gives the same answer. */
export async function readiness(): Promise<Readiness> {
  const { databaseUrl } = env();
  if (!databaseUrl) return { ready: false, step: "database" };
  session ??= connect(databaseUrl, { max: 1, name: "triptych-ready" });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ ready: false, step: "database" }), PATIENCE_MS);
  });
  try {
    return await Promise.race([look(session.sql), late]);
  } catch (error) {
    log.warn("not ready", { error });
    return { ready: false, step: "database" };
  } finally {
    clearTimeout(timer);
  }
}

/** The owner's connection: under row-level security nobody sees all workspaces. */
export async function look(owner: postgres.Sql): Promise<Readiness> {
  if (!(await isMigrated(owner))) return { ready: false, step: "migrations" };
  const { worker, demo, ownWorkspaces } = await readInstallation(owner);
  if (!worker) return { ready: false, step: "worker" };
  if (demo === "unfinished" || (demo === "none" && ownWorkspaces === 0)) return { ready: false, step: "demo" };
  return { ready: true };
}

async function isMigrated(owner: postgres.Sql): Promise<boolean> {
  const [table] = await owner`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (!table?.there) return false;
  const applied = await owner<{ at: string }[]>`select created_at::text as at from drizzle.__drizzle_migrations`;
  const known = new Set(journal.entries.map((entry) => String(entry.when)));
  return applied.length === known.size && applied.every(({ at }) => known.has(at));
}
