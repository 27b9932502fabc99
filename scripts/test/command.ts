import { spawn } from "node:child_process";
import path from "node:path";

export interface Outcome {
  code: number;
  output: string;
  seconds: number;
}

/** Runs a program of node_modules, or Node itself, to its end; its output is passed on as it comes unless `quiet`. */
export async function run(
  root: string,
  words: readonly [string, ...string[]],
  options: { env?: Record<string, string>; quiet?: boolean; signal?: AbortSignal } = {},
): Promise<Outcome> {
  const [name, ...rest] = words;
  const program = name === "node" ? process.execPath : path.join(root, "node_modules/.bin", name);
  const began = performance.now();
  const child = spawn(program, rest, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => child.kill("SIGTERM");
  options.signal?.addEventListener("abort", stop, { once: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
      if (!options.quiet) process.stdout.write(chunk);
    });
  }
  const code = await new Promise<number>((resolve) => {
    child.once("error", (error) => {
      output += error.message;
      resolve(127);
    });
    child.once("close", (status) => resolve(status ?? 1));
  });
  options.signal?.removeEventListener("abort", stop);
  return { code, output, seconds: (performance.now() - began) / 1000 };
}
