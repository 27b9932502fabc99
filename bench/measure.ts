import { benchApi } from "./api";
import { benchBgNbd } from "./bg-nbd";
import { benchCohort } from "./cohort";
import { dailyFigures } from "./daily/figures";
import { benchImport, benchImportMemory } from "./import";
import { median } from "./median";
import { benchMonitors } from "./monitors";
import type { BenchServer } from "./server";

export const parts = ["import", "memory", "bg-nbd", "cohort", "daily", "monitors", "api"] as const;
export type Part = (typeof parts)[number];

/** One figure with what is asked of it. */
export interface Measured {
  what: string;
  unit: "x" | "MB" | "s" | "µs";
  /** The median of the rounds; of a ratio, the ratio of the medians. */
  value: number;
  /** At most this. */
  aim: number;
  met: boolean;
  rounds: number[];
  /** Sizes, yardsticks and steps behind the figure. */
  about: Record<string, unknown>;
}

/** How much is measured: of the full size, and how often. Memory is measured once: its peak repeats. */
export const FULL = { share: 1, rounds: 3 };
export const SMALL = { share: 0.01, rounds: 1 };

/** Measures one part: its figures by name. `plans`: folder for the slowest statements of the daily run, or none. */
export async function measure(
  part: Part,
  server: BenchServer,
  size: typeof FULL,
  plans?: string,
): Promise<Record<string, Measured>> {
  if (part === "daily") return dailyFigures(server, size.share, plans);
  return { [part]: await measureOne(part, server.ownerUrl, size) };
}

async function measureOne(
  part: Exclude<Part, "daily">,
  ownerUrl: string,
  { share, rounds }: typeof FULL,
): Promise<Measured> {
  const of = (size: number) => Math.round(size * share);
  switch (part) {
    case "import": {
      const { ratio, aimRatio, name: _, ...about } = await benchImport(ownerUrl, of(500_000), rounds);
      const ratios = about.importSeconds.map((seconds, i) => seconds / (about.copySeconds[i] ?? Number.NaN));
      return measured("import, against a COPY of the same clean rows", "x", ratios, aimRatio, about, ratio);
    }
    case "memory": {
      const { peakMegabytes, aimMegabytes, name: _, ...about } = await benchImportMemory(ownerUrl, of(5_000_000));
      return measured("peak memory of the import, PostgreSQL apart", "MB", [peakMegabytes], aimMegabytes, about);
    }
    case "bg-nbd": {
      const runs = await inTurn(rounds, () => benchBgNbd(of(1_000_000)));
      const { seconds: _, aimSeconds, name: __, ...about } = runs[0];
      return measured("BG/NBD fit", "s", secondsOf(runs), aimSeconds, about);
    }
    case "cohort": {
      const runs = await inTurn(rounds, () => benchCohort(ownerUrl, of(1_000_000)));
      const { seconds: _, aimSeconds, name: __, steps: ___, ...about } = runs[0];
      const steps = runs.map((run) => run.steps);
      return measured("cohort, twins and follow rate of one change", "s", secondsOf(runs), aimSeconds, {
        ...about,
        steps,
      });
    }
    case "monitors": {
      const { rounds: nights, halfSeconds, ...about } = await benchMonitors(ownerUrl, of(2_000));
      const againstHalf = about.seconds / halfSeconds;
      const result = measured("a night of 2,000 calibrated monitors", "s", nights, 5, {
        halfSeconds,
        againstHalf,
        ...about,
      });
      return { ...result, met: result.met && againstHalf <= 2.2 };
    }
    case "api": {
      const { microsecondsPerRow, aimMicroseconds, pagesHold, ...about } = await benchApi(ownerUrl, of(1_000_000));
      const what = "a row through the HTTP API until it is merged, beside pages that answer";
      const result = measured(what, "µs", [microsecondsPerRow], aimMicroseconds, { pagesHold, ...about });
      return { ...result, met: result.met && pagesHold };
    }
  }
}

async function inTurn<T>(rounds: number, run: () => Promise<T>): Promise<[T, ...T[]]> {
  const done: [T, ...T[]] = [await run()];
  while (done.length < rounds) done.push(await run());
  return done;
}

const secondsOf = (runs: readonly { seconds: number }[]) => runs.map(({ seconds }) => seconds);

function measured(
  what: string,
  unit: Measured["unit"],
  rounds: number[],
  aim: number,
  about: Measured["about"],
  value = median(rounds),
): Measured {
  return { what, unit, value, aim, met: value <= aim, rounds, about };
}
