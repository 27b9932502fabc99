import { parseArgs } from "node:util";
import { Unusable } from "@/scripts/stats/unusable";

/** Options of one call, by name without the dashes. */
export type Options = ReadonlyMap<string, string>;

/** Reads `--name value` and `--name=value`; a name not in `known` is refused. */
export function readOptions(args: readonly string[], known: readonly string[], method: string): Options {
  const given = parsed(args, known);
  const stray = given.tokens.find((token) => token.kind === "positional");
  if (stray?.kind === "positional") throw new Unusable(`"${stray.value}" is one word too many after ${method}.`);
  const options = new Map<string, string>();
  for (const token of given.tokens) {
    if (token.kind !== "option") continue;
    if (!known.includes(token.name)) throw new Unusable(unknownOption(token.rawName, known, method));
    if (token.value === undefined) throw new Unusable(`The option --${token.name} needs a value.`);
    options.set(token.name, token.value);
  }
  return options;
}

function parsed(args: readonly string[], known: readonly string[]) {
  const options = Object.fromEntries(known.map((name) => [name, { type: "string" as const }]));
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
}

function unknownOption(name: string, known: readonly string[], method: string): string {
  const list = known.map((option) => `--${option}`).join(", ");
  return `${method} has no option ${name}; it ${known.length === 0 ? "takes none" : `takes ${list}`}.`;
}

/** A number strictly between `above` and `below`, or undefined where the option is not given. */
export function numberOption(options: Options, name: string, above: number, below: number): number | undefined {
  const text = options.get(name);
  return text === undefined ? undefined : readNumber(text, name, above, below);
}

/** Numbers separated by commas, each over 0. */
export function numbersOption(options: Options, name: string): number[] {
  const text = options.get(name);
  return text === undefined
    ? []
    : text.split(",").map((part) => readNumber(part.trim(), name, 0, Number.POSITIVE_INFINITY));
}

function readNumber(text: string, name: string, above: number, below: number): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (value > above && value < below) return value;
  const range = below === Number.POSITIVE_INFINITY ? `over ${above}` : `between ${above} and ${below}`;
  throw new Unusable(`The option --${name} is "${text}", which is not a number ${range}.`);
}
