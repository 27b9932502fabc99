import { benchBgNbd } from "./bg-nbd";
import { benchCohort } from "./cohort";
import { benchImport, benchImportMemory } from "./import";

export const parts = ["import", "memory", "bg-nbd", "cohort"] as const;
export type Part = (typeof parts)[number];

/** One figure with what is asked of it. */
export interface Measured {
  what: string;
  unit: "x" | "MB" | "s";
  /** The median of the rounds. */
  value: number;
  /** At most this. */
  aim: number;
  met: boolean;
  rounds: number[];
  /** Sizes, yardsticks and steps behind the figure. */
  about: Record<string, unknown>;
}

const ROUNDS = 3;

/** Measures one part at a share of its full size: 1, or 0.01 to see that the bench works. */
export async function measure(part: Part, ownerUrl: string, share: number): Promise<Measured> {
  const of = (size: number) => Math.round(size * share);
  switch (part) {
    case "import": {
      const { ratio, aimRatio, name: _, ...about } = await benchImport(ownerUrl, of(500_000));
      const rounds = about.importSeconds.map((seconds, i) => seconds / (about.copySeconds[i] ?? Number.NaN));
      return measured("import, against a COPY of the same clean rows", "x", rounds, aimRatio, about, ratio);
    }
    case "memory": {
      const { peakMegabytes, aimMegabytes, name: _, ...about } = await benchImportMemory(ownerUrl, of(5_000_000));
      return measured("peak memory of the import, PostgreSQL apart", "MB", [peakMegabytes], aimMegabytes, about);
    }
    case "bg-nbd": {
      const runs = await inTurn(() => benchBgNbd(of(1_000_000)));
      const { seconds: _, aimSeconds, name: __, ...about } = runs[0];
      return measured("BG/NBD fit", "s", secondsOf(runs), aimSeconds, about);
    }
    case "cohort": {
      const runs = await inTurn(() => benchCohort(ownerUrl, of(1_000_000)));
      const { seconds: _, aimSeconds, name: __, steps: ___, ...about } = runs[0];
      const steps = runs.map((run) => run.steps);
      return measured("cohort, twins and follow rate of one change", "s", secondsOf(runs), aimSeconds, {
        ...about,
        steps,
      });
    }
  }
}

async function inTurn<T>(run: () => Promise<T>): Promise<[T, ...T[]]> {
  const done: [T, ...T[]] = [await run()];
  while (done.length < ROUNDS) done.push(await run());
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
