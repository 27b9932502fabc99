import { parseArgs } from "node:util";
import { runHazard } from "./honesty/hazard";
import { runLists } from "./honesty/lists";
import {
  type Figures,
  FULL_RUNS,
  figuresOf,
  keepHazard,
  keepLists,
  keepResult,
  RULE,
  readResults,
} from "./honesty/results";
import { runScenario } from "./honesty/run-scenario";
import { label, SCENARIOS, type Scenario } from "./honesty/scenarios";
import { writeDocument } from "./honesty/write-document";

const usage = `npm run bench:honesty [-- [--runs N] [--scenario WORDS] [--older]]

Simulated retailers with known truth, through the product's own strata, twins, rounds, calibration and two levels. From
${FULL_RUNS} runs on (the default) figures are kept in bench/honesty/results.json, and docs/methods/honesty.md is written from
them. --scenario runs those whose name holds the words ("lists": the two levels; "hazard": the
average hazard ratio). --older runs those whose kept figures were made under earlier rules, or never. One process, one core.`;

function main(): void {
  const { runs, words, older } = readOptions();
  const kept = readResults();
  const isOlder = (scenario: Scenario) => (kept.get(label(scenario))?.rule ?? 0) < RULE;
  const chosen = SCENARIOS.filter((scenario) => label(scenario).includes(words) && (!older || isOlder(scenario)));
  for (const scenario of chosen) {
    const figures = figuresOf(scenario, runScenario(scenario, runs));
    say(`${label(scenario)}: ${summary(figures)}`);
    if (runs >= FULL_RUNS) keepResult(scenario, figures);
  }
  if (runs >= FULL_RUNS && "lists of changes".includes(words)) keepLists(runLists());
  if (runs >= FULL_RUNS && "hazard ratio".includes(words)) keepHazard(runHazard());
  if (runs < FULL_RUNS) say(`Under ${FULL_RUNS} runs: nothing is kept.`);
  else {
    writeDocument();
    say("Written to docs/methods/honesty.md.");
  }
}

function readOptions(): { runs: number; words: string; older: boolean } {
  try {
    const options = { runs: { type: "string" }, scenario: { type: "string" }, older: { type: "boolean" } } as const;
    const { values } = parseArgs({ options });
    const runs = Number(values.runs ?? FULL_RUNS);
    if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(usage);
    return { runs, words: values.scenario ?? "", older: values.older === true };
  } catch {
    process.stderr.write(`${usage}\n`);
    process.exit(1);
  }
}

function summary({ runs, calibrated, uncalibrated, rounds, years }: Figures): string {
  const one = (name: string, { down, up, medianDays }: Figures["calibrated"]) =>
    `${name} down ${percent(down, runs)} up ${percent(up, runs)} median ${medianDays ?? "-"} days`;
  const covered =
    years.read > 0
      ? `; rounds ${percent(rounds.covered, rounds.read)}, years ${percent(years.covered, years.read)}`
      : "";
  return `${one("calibrated", calibrated)}; ${one("uncalibrated", uncalibrated)}${covered}`;
}

function percent(count: number, of: number): string {
  return `${((100 * count) / of).toFixed(1)}%`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
