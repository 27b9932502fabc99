import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { HazardCover } from "./hazard";
import { type Figures, FULL_RUNS, RULE, readHazard, readLists, readResults } from "./results";
import { label, SCENARIOS, type Scenario } from "./scenarios";

const template = fileURLToPath(new URL("template.md", import.meta.url));
const target = fileURLToPath(new URL("../../docs/methods/honesty.md", import.meta.url));

const PROMISE = 0.05;
const AIMS: Record<string, number> = { "20% lost at once": 0.93, "20% lost in weeks 3-10": 0.9 };

interface Row {
  scenario: Scenario;
  figures: Figures;
}

/** Writes docs/methods/honesty.md from the kept results; what was not run is listed as such. */
export function writeDocument(): void {
  const results = readResults();
  const rows = SCENARIOS.flatMap((scenario): Row[] => {
    const figures = results.get(label(scenario));
    return figures === undefined || figures.seed !== scenario.seed ? [] : [{ scenario, figures }];
  });
  const of = (truth: Scenario["truth"]) => rows.filter(({ scenario }) => scenario.truth === truth);
  const missing = SCENARIOS.filter((scenario) => rows.every((row) => row.scenario !== scenario));
  const parts: Record<string, string> = {
    verdict: verdict(rows),
    quiet: table(QUIET_HEAD, of("quiet").map(quietRow)),
    loss: table(LOSS_HEAD, of("loss").map(lossRow)),
    mark: table(MARK_HEAD, of("mark").map(markRow)),
    intervals: table(INTERVAL_HEAD, rows.filter(({ figures }) => figures.years.read > 0).map(intervalRow)),
    lists: lists(),
    hazard: table(HAZARD_HEAD, readHazard().map(hazardRow)),
    older: older(rows),
    missing: missing.map((scenario) => `- ${label(scenario)}`).join("\n") || "- Of the scenarios above: none.",
  };
  const text = readFileSync(template, "utf8").replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? "");
  writeFileSync(target, text);
}

const QUIET_HEAD = ["nothing happened", "runs", "calibrated: down", "up", "not calibrated: down", "up", "seed"];
const LOSS_HEAD = [
  "lost",
  "runs",
  "found, calibrated",
  "median days",
  "not calibrated",
  "median days",
  "up, calibrated",
  "seed",
];
const MARK_HEAD = ["scenario", "runs", "rings down, calibrated", "up", "seed"];
const INTERVAL_HEAD = [
  "scenario",
  "rounds read",
  "95% interval holds the truth",
  "years in which every band (z = 2.9) does",
];

const HAZARD_HEAD = [
  "scenario",
  "runs",
  "value asked for",
  "held on every day of the year",
  "held on the last day",
  "seed",
];

function hazardRow({ name, runs, truth, everyDay, lastDay, seed }: HazardCover): string[] {
  return [name, `${runs}`, truth.toFixed(3), share(everyDay, runs), share(lastDay, runs), `${seed}`];
}

/** Scenarios whose figures were made under an earlier rule of calibration. */
function older(rows: readonly Row[]): string {
  const list = rows.filter(({ figures }) => (figures.rule ?? 1) < RULE);
  return list.map(({ scenario }) => `- ${label(scenario)}`).join("\n") || "- None.";
}

function quietRow({ scenario, figures: { runs, calibrated, uncalibrated, seed } }: Row): string[] {
  const promised = (count: number) => share(count, runs, isOver(count, runs));
  return [
    label(scenario),
    `${runs}`,
    promised(calibrated.down),
    promised(calibrated.up),
    share(uncalibrated.down, runs),
    share(uncalibrated.up, runs),
    `${seed}`,
  ];
}

function lossRow({ scenario, figures: { runs, calibrated, uncalibrated, seed } }: Row): string[] {
  const aim = AIMS[scenario.name];
  return [
    label(scenario),
    `${runs}`,
    share(calibrated.down, runs, aim !== undefined && calibrated.down / runs < aim),
    `${calibrated.medianDays ?? "-"}`,
    share(uncalibrated.down, runs),
    `${uncalibrated.medianDays ?? "-"}`,
    share(calibrated.up, runs),
    `${seed}`,
  ];
}

function markRow({ scenario, figures: { runs, calibrated, seed } }: Row): string[] {
  return [label(scenario), `${runs}`, share(calibrated.down, runs), share(calibrated.up, runs), `${seed}`];
}

function intervalRow({ scenario, figures: { rounds, years } }: Row): string[] {
  return [label(scenario), `${rounds.read}`, share(rounds.covered, rounds.read), share(years.covered, years.read)];
}

function isOver(count: number, runs: number): boolean {
  return count / runs > PROMISE + 1.65 * Math.sqrt((PROMISE * (1 - PROMISE)) / runs);
}

/** 3.3% +- 0.6: a share with its binomial standard error in points. */
function share(count: number, of: number, loud = false): string {
  const p = count / of;
  const text = `${(100 * p).toFixed(1)}% ± ${(100 * Math.sqrt((p * (1 - p)) / of)).toFixed(1)}`;
  return loud ? `**${text}**` : text;
}

function verdict(rows: readonly Row[]): string {
  const broken = rows.filter(
    ({ scenario, figures: { runs, calibrated } }) =>
      scenario.truth === "quiet" && (isOver(calibrated.down, runs) || isOver(calibrated.up, runs)),
  );
  const short = rows.filter(({ scenario, figures }) => {
    const aim = AIMS[scenario.name];
    return aim !== undefined && figures.calibrated.down / figures.runs < aim;
  });
  const names = (list: readonly Row[]) => list.map(({ scenario }) => label(scenario)).join("; ") || "none";
  return `${rows.length} of ${SCENARIOS.length} scenarios, at least ${FULL_RUNS} runs each. Promise broken, calibrated: ${names(broken)}. Aims of power missed: ${names(short)}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "None run yet.";
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function lists(): string {
  const figures = readLists();
  if (figures === null) return "Not run yet.";
  const { seed, families, worst, segments, found } = figures;
  const night = ({ week, share: part, error }: typeof worst) =>
    `${(100 * part).toFixed(1)}% ± ${(100 * error).toFixed(1)} (week ${week})`;
  return [
    `${families} families (seed ${seed}): on the worst night the mean share of false changes on the list is ${night(worst)}, of`,
    `false segments ${night(segments)}; both are promised at 5%. On the year's last night ${(100 * found).toFixed(1)}% of the changes with a loss are on the list.`,
  ].join("\n");
}
