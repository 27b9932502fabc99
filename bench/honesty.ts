import { parseArgs } from "node:util";
import { runHazard } from "./honesty/hazard";
import { runLists } from "./honesty/lists";
import { type Figures, FULL_RUNS, figuresOf, keepHazard, keepLists, keepResult } from "./honesty/results";
import { runScenario } from "./honesty/run-scenario";
import { label, SCENARIOS } from "./honesty/scenarios";
import { writeDocument } from "./honesty/write-document";

const usage = `npm run bench:honesty [-- [--runs N] [--scenario WORDS]]

Simulated retailers with known truth, through the product's own strata, twins, rounds, calibration and two levels. From
${FULL_RUNS} runs on (the default) figures are kept in bench/honesty/results.json, and docs/methods/honesty.md is written from
them. --scenario runs those whose name holds the words ("lists": the two levels; "hazard": the
average hazard ratio). One process, one core.`;

function main(): void {
  const { runs, words } = readOptions();
  const chosen = SCENARIOS.filter((scenario) => label(scenario).includes(words));
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

function readOptions(): { runs: number; words: string } {
  try {
    const { values } = parseArgs({ options: { runs: { type: "string" }, scenario: { type: "string" } } });
    const runs = Number(values.runs ?? FULL_RUNS);
    if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(usage);
    return { runs, words: values.scenario ?? "" };
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
