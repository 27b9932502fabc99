import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { isoDay } from "@/db/demo/calendar";
import { recordChanges } from "./changes";
import { nextDay, nextDays } from "./new-day";
import { type DailySize, type Prepared, withRetailer } from "./prepare";
import { type Ran, runWorker } from "./run-worker";
import { placeInLog, slowestSince, slowText, watchPlans } from "./slowest";
import { withWorkshop } from "./workspace";
import { yardstick } from "./yardstick";

export interface DailyPlan extends DailySize {
  newLines: number;
  changes: number;
  /** Of one change, on average. */
  exposed: number;
  /** How many days of new lines are measured. */
  days: number;
  /** Whether the day of the weekly refit is measured too. */
  refit: boolean;
  /** Folder for the slowest statements of each step, or none. */
  plans?: string;
}

export interface DailyRun {
  lines: number;
  yardstick: { seconds: number; rounds: number[] };
  first: Ran;
  opening: Ran;
  /** The calibration of the changes opened, and their figures anew. */
  placebos: Ran;
  /** Days with so many new lines, import included. */
  days: Ran[];
  refit: Ran | null;
  cohorts: { changes: number; exposed: number; twins: number; unmeasurable: number };
  /** Models in force that were fitted before the refit day: more than one set means that a day fitted anew. */
  fits: { first: number; days: number; refit: number };
}

/** Days from one fit to the next. */
const REFIT_AFTER = 7;

/** Lives through the first run, the opening of the changes, days of new lines and a refit day, on a database of its own. */
export function runDaily(server: { ownerUrl: string; keep: boolean }, plan: DailyPlan): Promise<DailyRun> {
  const folder = mkdtempSync(path.join(tmpdir(), "triptych-bench-"));
  return withRetailer(server, plan, (prepared) => live(prepared, plan, folder)).finally(() =>
    rmSync(folder, { recursive: true }),
  );
}

async function live(prepared: Prepared, plan: DailyPlan, folder: string): Promise<DailyRun> {
  const { url, workspaceId, today } = prepared;
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const step = async (name: string, work: () => Promise<Ran>) => {
    const from = await placeInLog(url);
    const ran = await work();
    if (plan.plans)
      writeFileSync(path.join(plan.plans, `slowest-${name}.txt`), slowText(name, await slowestSince(url, from)));
    return ran;
  };
  const arrive = async (text: string, day: number) => {
    const file = path.join(folder, `${isoDay(day)}.csv`);
    writeFileSync(file, text);
    return runWorker({ url, workspaceId, file, day: isoDay(day) });
  };
  const pour = async (day: number) => {
    const ran = await arrive(await nextDay(sql, isoDay(day), plan.newLines), day);
    if (!ran.rows["count-days"]) throw new Error(`${isoDay(day)} was not counted: a shop is waited for.`);
    return ran;
  };
  try {
    const measure = await yardstick(sql);
    await watchPlans(url);
    const first = await step("first-run", () => runWorker({ url, workspaceId, ask: "derive-visits" }));
    const fitsOf = async () => (await sql`select distinct fitted_on from model where valid_from is not null`).length;
    const fits = { first: await fitsOf(), days: 0, refit: 0 };
    await withWorkshop(url, (workshop) =>
      recordChanges(workshop, workspaceId, { count: plan.changes, exposed: plan.exposed, today: isoDay(today) }),
    );
    const opening = await step("opening", () =>
      runWorker({ url, workspaceId, ask: "start-changes", later: ["run-placebos"] }),
    );
    const placebos = await step("placebos", () => runWorker({ url, workspaceId }));
    const days = [await step("day", () => pour(today + 1))];
    while (days.length < plan.days) days.push(await pour(today + 1 + days.length));
    fits.days = await fitsOf();
    let refit: Ran | null = null;
    if (plan.refit) {
      const between = REFIT_AFTER - 1 - days.length;
      await arrive(await nextDays(sql, today + days.length, between), today + REFIT_AFTER - 1);
      refit = await step("refit-day", () => pour(today + REFIT_AFTER));
      fits.refit = await fitsOf();
    }
    return {
      lines: prepared.lines,
      yardstick: measure,
      first,
      opening,
      placebos,
      days,
      refit,
      cohorts: await count(sql),
      fits,
    };
  } finally {
    await sql.end();
  }
}

async function count(sql: postgres.Sql): Promise<DailyRun["cohorts"]> {
  const [row] = await sql<DailyRun["cohorts"][]>`
    select count(*)::int as changes, coalesce(avg((counts->>'exposed')::int), 0)::int as exposed,
      coalesce(avg((counts->>'twins')::int), 0)::int as twins,
      (count(*) filter (where unmeasurable is not null))::int as unmeasurable
    from cohort`;
  return row ?? { changes: 0, exposed: 0, twins: 0, unmeasurable: 0 };
}
