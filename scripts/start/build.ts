import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Refusal } from "./refusal";
import { sourceStamp } from "./stamp";

/** Ends the build when whoever started it is gone, however it went. */
const END_WITH_PARENT = "data:text/javascript,process.once('disconnect',()=>process.exit(1))";

/** Whether .next was built from the sources that are there. */
export function buildIsFresh(root: string): boolean {
  const file = stampFile(root);
  return existsSync(file) && readFileSync(file, "utf8") === sourceStamp(root);
}

const PHASE = /^\s*\W*(Creating|Compiled|Collecting|Generating|Finalizing)\b/;

/**
 * Makes the production build. `say` gets the compiler's phases as they come; when it fails all that it said is in the refusal.
 * Ends early, without a stamp, when `signal` aborts.
 */
export async function buildSite(root: string, say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  rmSync(stampFile(root), { force: true });
  const stamp = sourceStamp(root);
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, ["--import", END_WITH_PARENT, next, "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    signal,
  });
  let output = "";
  const hear = (chunk: Buffer) => {
    output += chunk;
    for (const line of String(chunk).split("\n")) if (PHASE.test(line)) say(line.replace(/^\W+/, "").trim());
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  if (code !== 0) throw new Refusal(`${output.trimEnd()}\n\nThe production build failed; what it said is above.`);
  writeFileSync(stampFile(root), stamp);
}

const stampFile = (root: string) => path.join(root, ".next", "triptych-sources");
