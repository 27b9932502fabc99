import { bgNbd } from "@/scripts/stats/bg-nbd";
import { followRateMethod } from "@/scripts/stats/follow-rate";
import { gammaGamma } from "@/scripts/stats/gamma-gamma";
import { kaplanMeierMethod } from "@/scripts/stats/kaplan-meier";
import { logRankMethod } from "@/scripts/stats/log-rank";
import type { Method } from "@/scripts/stats/method";
import { npsMethod } from "@/scripts/stats/nps";
import { readOptions } from "@/scripts/stats/options";
import { readTable } from "@/scripts/stats/read-table";
import { safeLogRankMethod } from "@/scripts/stats/safe-log-rank";
import { Unusable } from "@/scripts/stats/unusable";

const METHODS: ReadonlyMap<string, Method> = new Map([
  ["bg-nbd", bgNbd],
  ["gamma-gamma", gammaGamma],
  ["kaplan-meier", kaplanMeierMethod],
  ["log-rank", logRankMethod],
  ["follow-rate", followRateMethod],
  ["safe-log-rank", safeLogRankMethod],
  ["nps", npsMethod],
]);

/** The analysts' door: `npm run --silent stats -- METHOD [options] < table.csv > result.json`. */
async function main(args: readonly string[]): Promise<void> {
  const [name = "", ...rest] = args;
  const method = METHODS.get(name);
  const list = [...METHODS.keys()].join(", ");
  if (name === "") throw new Unusable(`Name a method: ${list}.`);
  if (method === undefined) throw new Unusable(`There is no method "${name}"; there are ${list}.`);
  const options = readOptions(rest, method.options, name);
  const table = readTable(await readInput());
  const result = { method: name, version: method.version, ...method.run(table, options) };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function readInput(): Promise<Uint8Array> {
  if (process.stdin.isTTY) throw new Unusable("Give the table as input: npm run --silent stats -- METHOD < table.csv.");
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

// A reader that stops early (head) is no error.
process.stdout.on("error", () => process.exit(0));
main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof Unusable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
