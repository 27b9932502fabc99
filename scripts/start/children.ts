import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "./refusal";

const GENTLE_MS = 8_000;
const RESTARTS = 5;
const QUIET_MS = 60_000;

export interface Child {
  process: ChildProcess;
  /** Asks it to end, insists after a while; resolves when it has ended. */
  stop(): Promise<void>;
}

/** Forks scripts/<name>.ts. Its end of the channel closes when this process dies, however it dies; it then ends too. */
export function forkScript(root: string, name: string, options: { env: NodeJS.ProcessEnv; args?: string[] }): Child {
  const child = fork(path.join(root, "scripts", `${name}.ts`), options.args ?? [], {
    cwd: root,
    env: options.env,
    execArgv: ["--import", "tsx"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const insist = setTimeout(() => child.kill("SIGKILL"), GENTLE_MS);
    await ended;
    clearTimeout(insist);
  };
  return { process: child, stop };
}

/** Resolves at the child's first message; refuses if it ends before. */
export function firstWord({ process: child }: Child, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Refusal(`The ${name} ended while it started: its own words are above.`));
    child.once("exit", ended);
    child.once("message", () => {
      child.off("exit", ended);
      resolve();
    });
  });
}

/**
 * Keeps a child alive: when it ends by itself it is started again, later each time; when it does so `RESTARTS` times
 * within a minute, `giveUp` is told.
 */
export async function keep(
  name: string,
  start: () => Promise<Child>,
  giveUp: (sentence: string) => void,
): Promise<{ stop(): Promise<void> }> {
  let wanted = true;
  let child = await start();
  let ends: number[] = [];
  const watch = () => {
    child.process.once("exit", async (code, signal) => {
      if (!wanted) return;
      ends = [...ends.filter((at) => performance.now() - at < QUIET_MS), performance.now()];
      if (ends.length > RESTARTS)
        return giveUp(`The ${name} ended ${ends.length} times within a minute: its own words are above.`);
      await pause(250 * 2 ** ends.length);
      if (!wanted) return;
      process.stderr.write(`the ${name} ended (${signal ?? code}); starting it again\n`);
      try {
        child = await start();
        watch();
      } catch (error) {
        giveUp(error instanceof Error ? error.message : String(error));
      }
    });
  };
  watch();
  return {
    async stop() {
      wanted = false;
      await child.stop();
    },
  };
}
