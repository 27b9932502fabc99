import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Connection, connect } from "../../db/client";
import { demoToday } from "../../db/demo/calendar";
import { type Simulation, simulate } from "../../db/demo/simulate";
import { createAccount } from "../../server/auth/create-account";
import { demoAccounts, demoPassword } from "../../server/auth/demo-accounts";
import { now } from "../../server/clock";
import { openBatch } from "../../server/ingest/open-batch";
import { runBatch } from "../../server/ingest/run-batch";
import { handlers } from "../../server/jobs/registry";
import type { Workshop } from "../../server/jobs/run";
import { runChain } from "../../server/jobs/run-chain";
import { inWorkspace, type Role } from "../../server/scope";
import { createWorkspace } from "../../server/workspaces/create-workspace";
import { type DemoBatch, demoBatches } from "./files";
import { recordChanges } from "./record-changes";

export interface DemoOptions {
  ownerUrl: string;
  appUrl: string;
  customers: number;
  years?: number;
  seed?: number;
  slug?: string;
  /** Folder for what the changes really did, which the product never reads. */
  stateFolder?: string;
  progress(step: string, share?: number): void;
}

export const demoSlug = "maison-arpege";
const sourceName = "maison-arpege";
const stepNames = ["the retailer", "purchases", "answers", "contacts", "changes", "follow-up"] as const;

/**
 * Makes the demo workspace: accounts, files through the import path, changes through their verbs, then the jobs. What an
 * earlier making left unfinished is completed: every step may run again. Calibration is left to the worker: it takes longer than
 * all the rest, and nothing that there is to see waits for it.
 */
export async function makeDemo(options: DemoOptions): Promise<void> {
  const { customers, years, seed } = options;
  const workshop: Workshop = {
    owner: connect(options.ownerUrl, { max: 4, name: "triptych-demo" }),
    app: connect(options.appUrl, { max: 4, name: "triptych-demo" }),
    clock: now,
  };
  const step = (index: number) => options.progress(stepNames[index] ?? "", index / stepNames.length);
  try {
    step(0);
    const simulation = simulate({ customers, ...(years && { years }), ...(seed && { seed }) });
    const workspaceId = await ensureWorkspace(workshop.owner, simulation, options.slug ?? demoSlug);
    const userOf = await ensureAccounts(workshop.owner, workspaceId);
    for (const [index, batch] of demoBatches(simulation).entries()) {
      step(index + 1);
      await importBatch(workshop, workspaceId, batch);
    }
    step(4);
    await recordChanges(workshop, { workspaceId, userOf, today: demoToday }, simulation.changes);
    if (options.stateFolder) writeTruth(options.stateFolder, options.slug ?? demoSlug, simulation);
    step(5);
    await runChain(workshop, workspaceId, handlers, ["run-placebos"]);
  } finally {
    await Promise.all([workshop.owner.close(), workshop.app.close()]);
  }
}

async function ensureWorkspace(owner: Connection, simulation: Simulation, slug: string): Promise<number> {
  const [found] = await owner.sql<{ id: number }[]>`select id from workspace where slug = ${slug}`;
  if (found) return found.id;
  const { name, currency, tz } = simulation;
  return createWorkspace(owner, { slug, name, currency, tz, pinnedDay: demoToday, demo: true });
}

async function ensureAccounts(owner: Connection, workspaceId: number): Promise<Record<Role, number>> {
  const userOf: Record<Role, number> = { executive: 0, ops: 0, marketer: 0, admin: 0 };
  for (const account of demoAccounts) {
    userOf[account.role] = await createAccount(owner, { ...account, workspaceId, password: demoPassword });
  }
  return userOf;
}

async function importBatch(
  workshop: Workshop,
  workspaceId: number,
  { kind, mapping, files }: DemoBatch,
): Promise<void> {
  const stored = files.map(({ role, file }) => ({ role, name: file.name, bytes: file.bytes, path: null }));
  const who = { workspaceId, actor: { kind: "command", name: "demo" } as const, now: workshop.clock() };
  const { batchId } = await inWorkspace(workshop.app.db, who, (scope) =>
    openBatch(scope, { sourceName, kind, mapping, files: stored, completeThrough: demoToday }),
  );
  const report = await runBatch(workshop, { workspaceId, batchId, files });
  if (report.refused > 0) throw new Error(`The import refused ${report.refused} rows of the demo's ${kind}.`);
}

function writeTruth(stateFolder: string, slug: string, simulation: Simulation): void {
  mkdirSync(stateFolder, { recursive: true });
  const { options } = simulation;
  writeFileSync(
    path.join(stateFolder, `${slug}-truth.json`),
    `${JSON.stringify({ options, ...simulation.truth() }, null, 1)}\n`,
  );
}
