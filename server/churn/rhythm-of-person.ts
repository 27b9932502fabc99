import { and, desc, eq, lte, sql } from "drizzle-orm";
import { z } from "zod";
import { model } from "@/db/schema";
import type { Scope } from "../scope";
import { settingsOf } from "../workspaces/settings";
import { portraitAsOf, returnWithin } from "./portrait";
import { type Rhythm, rhythmShape, thresholdsOf } from "./rhythm";

/** Horizons of a return probability, weeks. */
export const WEEKS_AHEAD = [4, 13, 26] as const;

/** What the model says of one person as of a day. Days ISO, durations in days, probabilities 0-1, money in minor units. */
export interface PersonRhythm {
  firstDay: string;
  lastDay: string;
  /** Occasions after the first, days from first to last and from first to the day asked about: x, t_x, T. */
  x: number;
  tx: number;
  tTotal: number;
  silent: number;
  segment: string;
  occasions365: number;
  value365Minor: number;
  /** Null: there is no model to say it (`why`). */
  forecast: {
    /** Null for x = 0, of whom the model says 1 whatever they do. */
    pAlive: number | null;
    /** P(at least one occasion) within each of WEEKS_AHEAD. */
    within: { weeks: number; probability: number }[];
    dueOn: string;
    dueDays: number;
    /** The longest due time was reached: nobody is called late sooner. */
    capped: boolean;
    overdueIndex: number;
  } | null;
  /** The model asked, fitted on days up to `fittedOn` on those whose first purchase was made `group`. */
  model: { fittedOn: string; group: "store" | "distance"; fittedGroup: "store" | "distance" | "all" } | null;
  why: {
    why: "no model yet" | "too few repeaters" | "no convergence" | "sample of lines";
    need: number;
    have: number;
  } | null;
}

const row = z.object({
  first_day: z.string(),
  last_day: z.string(),
  x: z.number(),
  t_x: z.number(),
  t_total: z.number(),
  silent: z.number(),
  segment: z.string(),
  group_key: z.enum(["store", "distance"]).nullable(),
  n_365: z.coerce.number(),
  value_365: z.coerce.number(),
  p_alive: z.number().nullable(),
  due: z.number().nullable(),
  due_on: z.string().nullable(),
  within: z.array(z.number().nullable()),
});

/** One person's rhythm as of the scope's today; null for somebody who had not bought by then. Fits nothing. */
export async function rhythmOfPerson(scope: Scope, customerId: number): Promise<PersonRhythm | null> {
  const { db, workspaceId, today, workspace } = scope;
  const found = await latestRhythm(scope);
  const rhythm = found ?? none(today);
  const settings = settingsOf(workspace);
  const among = sql`(values (${customerId}::bigint)) as person (customer_id)`;
  const ahead = sql.join(
    WEEKS_AHEAD.map((weeks) => returnWithin(weeks * 7)),
    sql`, `,
  );
  const [drawn] = await db.execute(sql`
    with ${portraitAsOf(workspaceId, today, rhythm, { dueCap: settings.dueCap, thresholds: thresholdsOf(settings, rhythm), among })}
    select first_day, last_day, x, t_x, t_total, silent, segment, n_365, value_365, p_alive, due,
      (last_day + ceil(due)::int)::date as due_on, json_build_array(${ahead}) as within,
      case when first_in_store = first_day then 'store' else 'distance' end as group_key
    from portrait`);
  if (!drawn) return null;
  const one = row.parse(drawn);
  return {
    firstDay: one.first_day,
    lastDay: one.last_day,
    x: one.x,
    tx: one.t_x,
    tTotal: one.t_total,
    silent: one.silent,
    segment: one.segment,
    occasions365: one.n_365,
    value365Minor: one.value_365,
    forecast: forecastOf(one, settings.dueCap),
    model:
      found && one.group_key && one.p_alive !== null
        ? { fittedOn: found.fittedOn, group: one.group_key, fittedGroup: found.groups[one.group_key].fittedOn }
        : null,
    why: whyNot(found),
  };
}

function forecastOf(one: z.output<typeof row>, dueCap: number): PersonRhythm["forecast"] {
  if (one.p_alive === null || one.due === null || one.due_on === null) return null;
  return {
    pAlive: one.x === 0 ? null : one.p_alive,
    within: WEEKS_AHEAD.map((weeks, place) => ({ weeks, probability: one.within[place] ?? 0 })),
    dueOn: one.due_on,
    dueDays: Math.ceil(one.due),
    capped: one.due >= dueCap,
    overdueIndex: one.silent / one.due,
  };
}

/** The newest model fitted on nothing later than today, whatever its age: a page does not wait for a fit. */
async function latestRhythm(scope: Scope): Promise<Rhythm | null> {
  const [found] = await scope.db
    .select({ diagnostics: model.diagnostics })
    .from(model)
    .where(
      and(eq(model.workspaceId, scope.workspaceId), eq(model.kind, "cut_points"), lte(model.fittedOn, scope.today)),
    )
    .orderBy(desc(model.fittedOn), desc(model.id))
    .limit(1);
  return found ? rhythmShape.parse(found.diagnostics.rhythm) : null;
}

function whyNot(found: Rhythm | null): PersonRhythm["why"] {
  if (!found) return { why: "no model yet", need: 1, have: 0 };
  const { refusal } = found;
  return refusal && { why: refusal.why, need: refusal.need, have: refusal.have };
}

function none(today: string): Rhythm {
  const group = { fittedOn: "all" as const, parameters: null, gapQuantile: null };
  return {
    fittedOn: today,
    modelId: null,
    groups: { store: group, distance: group },
    value: { kind: "means", mean: 0, why: "" },
    cuts: { bigSpenderValue: null, compulsiveOccasions: null },
    refusal: null,
  };
}
