import { existsSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { markDemoReady, readInstallation } from "../../db/installation";

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
 * Makes the demo workspace where there is none, or the one whose making was cut short; says what it did.
 * TRIPTYCH_DEMO_CUSTOMERS makes it smaller, for tests.
 */
export async function ensureDemo(
  database: { ownerUrl: string; appUrl: string },
  root: string,
  progress: (step: string, share?: number) => void,
): Promise<string> {
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const { demo, ownWorkspaces } = await readInstallation(owner);
    if (demo === "ready") return "is there";
    if (demo === "none" && ownWorkspaces > 0) return "none, this installation has workspaces of its own";
    const script = path.join(root, "scripts/demo.ts");
    if (!existsSync(script)) return "none yet";
    const customers = Number(process.env.TRIPTYCH_DEMO_CUSTOMERS ?? CUSTOMERS);
    const { makeDemo } = (await import(script)) as DemoModule;
    await makeDemo({ ...database, customers, progress });
    await markDemoReady(owner, new Date());
    return `${customers.toLocaleString("en")} customers`;
  } finally {
    await owner.end();
  }
}
