import { writeSync } from "node:fs";
import { fileOnDisk } from "@/server/ingest/input-file";
import { enqueue } from "@/server/jobs/enqueue";
import { handlers } from "@/server/jobs/registry";
import { runChain } from "@/server/jobs/run-chain";
import { inWorkspace } from "@/server/scope";
import type { Task } from "./run-worker";
import { importFile, withWorkshop } from "./workspace";

/** Jobs at a time: changes go side by side in the worker too. */
const LANES = 2;

/** Does what the task says as the worker does, in this process, and writes the seconds that it took to standard output. */
async function main({ url, workspaceId, ask, later, file, day }: Task): Promise<void> {
  await withWorkshop(url, async (workshop) => {
    // Both logins are connected before the clock runs, as a worker's are.
    await Promise.all([workshop.owner.sql`select 1`, workshop.app.sql`select 1`]);
    const started = performance.now();
    let imported = 0;
    if (file && day) {
      await workshop.owner.sql`update workspace set pinned_day = ${day} where id = ${workspaceId}`;
      await importFile(workshop, workspaceId, {
        kind: "purchases",
        file: await fileOnDisk(file),
        completeThrough: day,
      });
      imported = (performance.now() - started) / 1000;
    }
    if (ask) {
      const who = { workspaceId, actor: { kind: "command", name: "bench" } as const, now: workshop.clock() };
      await inWorkspace(workshop.app.db, who, (scope) => enqueue(scope, ask, "workspace", {}));
    }
    await runChain(workshop, workspaceId, handlers, later, LANES);
    const seconds = (performance.now() - started) / 1000;
    writeSync(1, JSON.stringify({ seconds, imported }));
  });
}

await main(JSON.parse(process.argv[2] ?? "{}"));
