import type postgres from "postgres";
import { type Connection, connect } from "@/db/client";
import { readState } from "@/db/installation";
import journal from "@/db/migrations/meta/_journal.json";
import { databaseAddress } from "./database";
import { log } from "./log";

export type Readiness = { ready: true } | { ready: false; step: "database" | "migrations" | "worker" | "demo" };

const PATIENCE_MS = 3_000;

let session: Connection | undefined;

/** Asked of the database itself, so that every site process of an installation gives the same answer. */
export async function readiness(): Promise<Readiness> {
  session ??= connect(databaseAddress(), { max: 1, name: "triptych-ready" });
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

/** Asked with the application's login, through a function that sees all workspaces and tells counts only. */
export async function look(app: postgres.Sql): Promise<Readiness> {
  const state = await readState(app);
  const known = new Set(journal.entries.map((entry) => String(entry.when)));
  if (state?.migrations.length !== known.size || !state.migrations.every((at) => known.has(at))) {
    return { ready: false, step: "migrations" };
  }
  if (!state.worker) return { ready: false, step: "worker" };
  if (state.demo === "unfinished" || (state.demo === "none" && state.ownWorkspaces === 0)) {
    return { ready: false, step: "demo" };
  }
  return { ready: true };
}
