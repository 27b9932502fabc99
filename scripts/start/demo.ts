import { existsSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { aloneWithDemo, markDemoReady, readInstallation } from "../../db/installation";
import { removeWorkspace } from "../../db/remove-workspace";

interface DemoModule {
  makeDemo(options: {
    ownerUrl: string;
    appUrl: string;
    customers: number;
    progress(step: string, share?: number): void;
  }): Promise<void>;
}

const CUSTOMERS = 20_000;

/**
 * Makes the demo workspace where there is none; one whose making was cut short is removed and made again. Says what it
 * did. TRIPTYCH_DEMO_CUSTOMERS makes it smaller, for tests.
 */
export async function ensureDemo(
  database: { ownerUrl: string; appUrl: string },
  root: string,
  progress: (step: string, share?: number) => void,
): Promise<string> {
  const owner = postgres(database.ownerUrl, { max: 1, max_lifetime: null, onnotice: () => {} });
  try {
    return await aloneWithDemo(owner, async () => {
      const { demo, ownWorkspaces } = await readInstallation(owner);
      if (demo === "ready") return "is there";
      if (demo === "none" && ownWorkspaces > 0) return "none, this installation has workspaces of its own";
      const script = path.join(root, "scripts/demo.ts");
      if (!existsSync(script)) return "none yet";
      if (demo === "unfinished") await removeUnfinished(owner, progress);
      const customers = Number(process.env.TRIPTYCH_DEMO_CUSTOMERS ?? CUSTOMERS);
      const { makeDemo } = (await import(script)) as DemoModule;
      await makeDemo({ ...database, customers, progress });
      await markDemoReady(owner, new Date());
      return `${customers.toLocaleString("en")} customers`;
    });
  } finally {
    await owner.end();
  }
}

async function removeUnfinished(owner: postgres.Sql, progress: (step: string) => void): Promise<void> {
  progress("removing one that was cut short");
  for (const { id } of await owner<{ id: number }[]>`select id from workspace where demo`) {
    await removeWorkspace(owner, id);
  }
}
