import { bgNbd } from "@/scripts/stats/bg-nbd";
import { confidenceSequenceMethod } from "@/scripts/stats/confidence-sequence";
import { eBhMethod } from "@/scripts/stats/e-bh";
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
  ["confidence-sequence", confidenceSequenceMethod],
  ["e-bh", eBhMethod],
  ["nps", npsMethod],
]);

/** What METHOD with its options says of a table: decision D18's object. Arguments are checked before the table is asked for. */
export async function answer(
  args: readonly string[],
  input: () => Promise<Uint8Array>,
): Promise<Record<string, unknown>> {
  const [name = "", ...rest] = args;
  const method = METHODS.get(name);
  const list = [...METHODS.keys()].join(", ");
  if (name === "") throw new Unusable(`Name a method: ${list}.`);
  if (method === undefined) throw new Unusable(`There is no method "${name}"; there are ${list}.`);
  const options = readOptions(rest, method.options, name);
  return { method: name, version: method.version, ...method.run(readTable(await input()), options) };
}
