import type { Measured } from "../measure";
import { median } from "../median";
import type { BenchServer } from "../server";
import { type DailyPlan, runDaily } from "./daily";
import type { Ran } from "./run-worker";

/** Lines that a retailer of the bench rings up a day, a customer. */
const LINES_A_DAY = 0.0142;
/** Shops of the demo, the web shop and the new address of one that moved. */
const LEAST_STORES = 27;

/**
 * The daily run at this share of 1,000,000 customers, 10,000,000 lines, 500 stores and 40 changes of 25,000 exposed, against the
 * yardstick of the same run; and a day with as many new lines on a tenth of all that.
 */
export async function dailyFigures(
  server: BenchServer,
  share: number,
  plans?: string,
): Promise<Record<string, Measured>> {
  const full = planOf(share, 1);
  const run = await runDaily(server, { ...full, refit: true, ...(plans && { plans }) });
  const tenth = await runDaily(server, { ...full, ...planOf(share, 0.1), refit: false });
  const yard = run.yardstick.seconds;
  const times = (seconds: number[], aim: number, what: string, about: Measured["about"]) => {
    const rounds = seconds.map((each) => each / yard);
    return figure(what, "x", rounds, aim, { yardstickSeconds: yard, seconds, ...about });
  };
  const { lines, cohorts, placebos, fits } = run;
  const size = { customers: full.customers, stores: full.stores, lines };
  const day = median(secondsOf(plain(run.days)));
  const peaks = [run.first, run.opening, placebos, ...run.days, ...(run.refit ? [run.refit] : [])].map(
    (ran) => ran.peakMegabytes,
  );
  const refit = run.refit ?? run.first;
  return {
    "first-run": times([run.first.seconds], 12, "first run without changes, against the yardstick", {
      ...{ ...size, yardstickRounds: run.yardstick.rounds },
      ...partsOf([run.first]),
    }),
    opening: times([run.opening.seconds], 20, "opening of the changes, placebos apart, against the yardstick", {
      ...{ cohorts, placeboSeconds: placebos.seconds },
      ...partsOf([run.opening, placebos]),
    }),
    day: times(secondsOf(run.days), 2, "a day of new lines, import included, against the yardstick", {
      ...{ newLines: full.newLines, fits },
      ...partsOf(run.days),
    }),
    "day-against-tenth": {
      ...figure(
        "the same day, against one on a tenth of the rows",
        "x",
        [day / median(secondsOf(plain(tenth.days)))],
        1.5,
        {
          ...{ seconds: secondsOf(tenth.days), lines: tenth.lines, cohorts: tenth.cohorts, fits: tenth.fits },
          ...partsOf(tenth.days),
        },
      ),
    },
    "refit-day": times([refit.seconds], 6, "a day with the weekly refit, against the yardstick", {
      fits,
      ...partsOf([refit]),
    }),
    "worker-memory": figure("peak memory of the worker, PostgreSQL apart", "MB", [Math.max(...peaks)], 1024, { peaks }),
  };
}

function planOf(share: number, part: number): Omit<DailyPlan, "refit" | "plans"> {
  const customers = Math.round(1_000_000 * share * part);
  const newLines = Math.round(50_000 * share);
  return {
    customers,
    stores: Math.max(LEAST_STORES, Math.round(500 * share * part)),
    newLines,
    changes: Math.max(2, Math.round(40 * share)),
    days: share === 1 ? 2 : 1,
    exposed: Math.round(25_000 * share * part),
    // Three days of new lines and the four between; a fifth more, as seasons differ.
    heldDays: 7 + Math.ceil((1.2 * 3 * newLines) / (LINES_A_DAY * customers)),
  };
}

const secondsOf = (runs: readonly Ran[]) => runs.map(({ seconds }) => seconds);

/** Days on which no model was fitted: so many new lines are much for a tenth of the customers. All, where each had a fit. */
function plain(days: readonly Ran[]): readonly Ran[] {
  const unfitted = days.filter(({ rows }) => rows["refit-model"] === 0);
  return unfitted.length > 0 ? unfitted : days;
}

/** Seconds of the import and of each job. */
function partsOf(runs: readonly Ran[]): Measured["about"] {
  return {
    jobs: runs.map(({ imported, jobs }) => ({ import: imported, ...jobs })),
    rows: runs.map(({ rows }) => rows),
  };
}

function figure(what: string, unit: "x" | "MB", rounds: number[], aim: number, about: Measured["about"]): Measured {
  const value = median(rounds);
  return { what, unit, value, aim, met: value <= aim, rounds, about };
}
