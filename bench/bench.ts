import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FULL, type Measured, measure, type Part, parts, SMALL } from "./measure";
import { withServer } from "./server";

const usage = `npm run bench [-- [${parts.join("] [")}] [--small] [--out FILE] [--keep FOLDER]]

Measures the product against its aims, on a PostgreSQL of its own that is removed afterwards. All parts at full size are
written to bench/results.json; single parts and --small (1% of the size, to see that the bench works) only where --out says:
parts that a file of the same size holds already stay in it. Beside it, in results/, go the slowest statements of the daily run.
--keep uses the server in a folder, and leaves it there with the retailer of the daily run, for the next time.`;

const results = fileURLToPath(new URL("results.json", import.meta.url));

async function main(): Promise<void> {
  const { chosen, small, out, keep } = readOptions();
  const size = small ? SMALL : FULL;
  const measured: Record<string, Measured & { date: string }> = {};
  const plans = out && path.join(path.dirname(out), "results");
  if (plans && chosen.includes("daily")) mkdirSync(plans, { recursive: true });
  await withServer(async (server) => {
    const { version } = server;
    const machine = describeMachine(version);
    const date = new Date().toISOString().slice(0, 10);
    say(`${machine.cores} cores, ${machine.memoryGigabytes} GB, Node ${machine.node}, PostgreSQL ${version}`);
    for (const part of chosen) {
      for (const [name, result] of Object.entries(await measure(part, server, size, plans))) {
        measured[name] = { date, ...result };
        say(small ? `${lineOf(result)} (at 1% of the size: nothing to quote)` : lineOf(result));
      }
    }
    if (!out) return;
    const all = { ...partsIn(out, size.share), ...measured };
    writeFileSync(out, `${JSON.stringify({ date, share: size.share, machine, parts: all }, rounded, 2)}\n`);
    say(`Written to ${path.relative(process.cwd(), out)}.`);
  }, keep);
}

/** What a file of results of this size holds already. */
function partsIn(file: string, share: number): Record<string, unknown> {
  if (!existsSync(file)) return {};
  const known = JSON.parse(readFileSync(file, "utf8")) as { share: number; parts: Record<string, unknown> };
  return known.share === share ? known.parts : {};
}

interface BenchOptions {
  chosen: readonly Part[];
  small: boolean;
  out: string | undefined;
  keep: string | undefined;
}

function readOptions(): BenchOptions {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { small: { type: "boolean" }, out: { type: "string" }, keep: { type: "string" } },
    });
    const chosen = positionals.length > 0 ? parts.filter((part) => positionals.includes(part)) : parts;
    if (positionals.some((word) => !parts.some((part) => part === word))) throw new Error(usage);
    const whole = chosen.length === parts.length && !values.small;
    const out = values.out ?? (whole ? results : undefined);
    return { chosen, small: values.small ?? false, out, keep: values.keep && path.resolve(values.keep) };
  } catch {
    process.stderr.write(`${usage}\n`);
    process.exit(1);
  }
}

function describeMachine(postgresql: string) {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "",
    memoryGigabytes: Math.round(totalmem() / 1024 ** 3),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    postgresql,
  };
}

function lineOf({ what, unit, value, aim, met, rounds }: Measured): string {
  const inUnit = (figure: number) => `${figure.toFixed(unit === "MB" ? 0 : 2)} ${unit}`;
  const each = rounds.length > 1 ? `, rounds ${rounds.map((round) => round.toFixed(2)).join(", ")}` : "";
  return `${what}: ${inUnit(value)}, aim ${inUnit(aim)}, ${met ? "met" : "NOT met"}${each}`;
}

/** Four significant digits are more than a second run repeats. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
