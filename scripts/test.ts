import { fileURLToPath } from "node:url";
import { check, type Part, playwright, vitest } from "./test/suites";
import { closingLine, sum } from "./test/tally";

const root = fileURLToPath(new URL("..", import.meta.url));
const stopping = new AbortController();
const { signal } = stopping;

/** Everything, in this order, to the end whatever fails; the three checks that use one core each run beside each other. */
async function main(): Promise<void> {
  const parts: Part[] = [];
  const tell = (part: Part) => {
    parts.push(part);
    process.stdout.write(`${part.name}: ${closingLine(part.tally)} (${part.seconds.toFixed(1)} s)\n`);
  };
  const checks = [
    check(root, "format and lint", ["biome", "check", "--error-on-warnings", "."], signal),
    check(root, "types", ["tsc", "--noEmit"], signal),
    check(root, "unused code", ["knip"], signal),
  ];
  await Promise.all(checks.map(async (one) => tell(await one)));
  for (const suite of [
    () => vitest(root, "unit", [], signal),
    () => vitest(root, "db", [], signal),
    () => vitest(root, "sim", [], signal),
    () => check(root, "production build", ["node", "--import", "tsx", "scripts/build.ts"], signal),
    () => vitest(root, "start", [], signal),
    () => playwright(root, signal),
  ]) {
    if (!signal.aborted) tell(await suite());
  }
  const total = sum(parts.map((part) => part.tally));
  process.stdout.write(
    `\n${parts.map((part) => `${part.name} ${part.seconds.toFixed(0)} s`).join(", ")}\n${closingLine(total)}\n`,
  );
  process.exit(total.failed > 0 || signal.aborted ? 1 : 0);
}

for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());

await main();
