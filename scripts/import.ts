import { type Connection, connect } from "../db/client";
import { removeWorkspace } from "../db/remove-workspace";
import type { importBatch } from "../db/schema";
import { now } from "../server/clock";
import { databaseFault } from "../server/database-fault";
import { DomainError, NotFound } from "../server/errors";
import { batchOf } from "../server/ingest/batch-of";
import { fileOnDisk } from "../server/ingest/input-file";
import { openBatch } from "../server/ingest/open-batch";
import { runBatch } from "../server/ingest/run-batch";
import { handlers } from "../server/jobs/registry";
import type { Workshop } from "../server/jobs/run";
import { runChain } from "../server/jobs/run-chain";
import { inWorkspace } from "../server/scope";
import { sentence } from "../server/sentence";
import { addMember } from "../server/workspaces/add-member";
import { createWorkspace } from "../server/workspaces/create-workspace";
import { type ImportArguments, readArguments } from "./import/arguments";
import { printReport } from "./import/print-report";
import { showProgress } from "./import/show-progress";
import { Refusal } from "./start/refusal";
import { useDatabase as withDatabase } from "./start/use-database";

const actor = { kind: "command", name: "import" } as const;
const say = (line: string) => process.stdout.write(`${line}\n`);

/** `npm run import`: reads files into a workspace, here and now, then works on what follows from them. */
async function main(asked: ImportArguments): Promise<void> {
  await withDatabase("import", async ({ ownerUrl, appUrl, lent }) => {
    const workshop: Workshop = {
      owner: connect(ownerUrl, { max: 4, name: "triptych-import" }),
      app: connect(appUrl, { max: 4, name: "triptych-import" }),
      clock: now,
    };
    try {
      const workspaceId = await findWorkspace(workshop, asked);
      await importFiles(workshop, workspaceId, asked);
      if (!asked.run) return;
      if (lent) say("The worker of the running Triptych goes on with visits, rhythms and changes.");
      else await workOn(workshop, workspaceId);
    } catch (error) {
      const told = error instanceof DomainError ? error : databaseFault(error);
      throw told ? new Refusal(sentence(told, "en")) : error;
    } finally {
      await Promise.all([workshop.owner.close(), workshop.app.close()]);
    }
  });
}

async function findWorkspace({ owner, app }: Workshop, asked: ImportArguments): Promise<number> {
  const find = () => owner.sql<{ id: number }[]>`select id from workspace where slug = ${asked.workspace}`;
  const [found] = await find();
  if (found && asked.today) {
    await owner.sql`update workspace set pinned_day = ${asked.today} where id = ${found.id}`;
  }
  if (found) return found.id;
  if (!asked.create) throw new NotFound("ingest.workspace", { slug: asked.workspace });
  const id = await createWorkspace(owner, {
    slug: asked.workspace,
    ...asked.create,
    pinnedDay: asked.today ?? null,
  });
  const administered = await makeAdmin(app, id, asked).catch(async (error: unknown) => {
    await removeWorkspace(owner.sql, id);
    throw error;
  });
  say(`Workspace ${asked.workspace} made.`);
  if (administered) say(administered);
  return id;
}

/** Makes the first administrator of a new workspace, if one is named. Returns what to say of it. */
async function makeAdmin(app: Connection, workspaceId: number, asked: ImportArguments): Promise<string | null> {
  const { admin, adminExists: accountExists } = asked;
  if (admin === undefined) return null;
  const name = admin.split("@")[0] ?? admin;
  const wish = { email: admin, name, role: "admin" as const, seesPeople: true, accountExists };
  const { password } = await inWorkspace(app.db, { workspaceId, actor, now: now() }, (scope) => addMember(scope, wish));
  return password === null ? `${admin} is its administrator.` : `Sign in as ${admin} with the password ${password}`;
}

async function importFiles(workshop: Workshop, workspaceId: number, asked: ImportArguments): Promise<void> {
  const { source: sourceName, kind, mapping, completeThrough } = asked;
  const files = await Promise.all(asked.files.map(async ({ role, path }) => ({ role, file: await fileOnDisk(path) })));
  const stored = files.map(({ role, file }) => ({ role, name: file.name, bytes: file.bytes, path: null }));
  const who = { workspaceId, actor, now: now() };
  const { batchId } = await inWorkspace(workshop.app.db, who, (scope) =>
    openBatch(scope, { sourceName, kind, mapping, files: stored, completeThrough }),
  );
  if (asked.sampleOfLines) {
    await workshop.owner.sql`
      update source set sample_of_lines = true where workspace_id = ${workspaceId} and name = ${sourceName}`;
  }
  const progress = showProgress(process.stdout);
  const report = await runBatch(workshop, {
    workspaceId,
    batchId,
    files,
    batchSize: asked.batchSize,
    onProgress: progress.show,
  }).finally(progress.end);
  const { batch, rejects, currency } = await inWorkspace(workshop.app.db, who, async (scope) => ({
    ...(await batchOf(scope, batchId, { rejects: 10 })),
    currency: scope.workspace.currency,
  }));
  printReport(report, { currency, rejects, kind, ...days(batch) }, say);
}

function days({ firstDay, lastDay }: Pick<typeof importBatch.$inferSelect, "firstDay" | "lastDay">) {
  return { firstDay, lastDay };
}

async function workOn(workshop: Workshop, workspaceId: number): Promise<void> {
  say("Working on visits, rhythms and changes...");
  await runChain(workshop, workspaceId, handlers);
  say("Visits, rhythms and changes are up to date.");
}

try {
  await main(readArguments(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  process.stderr.write(`${sentence(error, "en")}\n`);
  process.exitCode = 1;
}
