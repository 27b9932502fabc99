import postgres from "postgres";
import { aloneWithDemo, markDemoReady, readInstallation } from "../../db/installation";
import { removeWorkspace } from "../../db/remove-workspace";
import { forkScript } from "./children";
import type { Ending } from "./ending";
import { Refusal } from "./refusal";

const CUSTOMERS = "20000";

type Progress = (step: string, share?: number) => void;

/**
 * Makes the demo workspace where there is none; one whose making was cut short is removed and made again. Says what it
 * did. `env` is what worker and site get; TRIPTYCH_DEMO_CUSTOMERS in it makes the demo smaller, for tests.
 */
export async function ensureDemo(
  root: string,
  env: NodeJS.ProcessEnv,
  ending: Ending,
  progress: Progress,
): Promise<string> {
  const owner = postgres(env.DATABASE_URL ?? "", { max: 1, max_lifetime: null, onnotice: () => {} });
  try {
    return await aloneWithDemo(owner, async () => {
      const { demo, ownWorkspaces } = await readInstallation(owner);
      if (demo === "ready") return "is there";
      if (demo === "none" && ownWorkspaces > 0) return "none, this installation has workspaces of its own";
      if (demo === "unfinished") await removeUnfinished(owner, progress);
      const customers = env.TRIPTYCH_DEMO_CUSTOMERS || CUSTOMERS;
      await make(root, { ...env, TRIPTYCH_DEMO_CUSTOMERS: customers }, ending, progress);
      await markDemoReady(owner, new Date());
      return `${Number(customers).toLocaleString("en")} customers`;
    });
  } finally {
    await owner.end();
  }
}

async function make(root: string, env: NodeJS.ProcessEnv, ending: Ending, progress: Progress): Promise<void> {
  const child = forkScript(root, "start/demo-process", { env });
  ending.add(child.stop);
  child.process.on("message", (message) => {
    const { step, share } = message as { step: string; share?: number };
    progress(step, share);
  });
  const code = await new Promise((resolve) => child.process.once("exit", resolve));
  if (code !== 0) throw new Refusal("The demo could not be made: the reason is above. The next start tries again.");
}

async function removeUnfinished(owner: postgres.Sql, progress: Progress): Promise<void> {
  progress("removing one that was cut short");
  for (const { id } of await owner<{ id: number }[]>`select id from workspace where demo`) {
    await removeWorkspace(owner, id);
  }
}
