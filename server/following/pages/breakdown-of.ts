import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { NotFound } from "../../errors";
import type { Scope } from "../../scope";
import { changeRule } from "../change-rule";
import { findCohort } from "../cohort/open-cohort";
import { hideSmall } from "../hide-small";
import { readNights } from "../reading/read-readings";
import type { Dimension, PartsOf } from "../schema";

type Row = PartsOf<"breakdown">["dimensions"][number]["rows"][number];

/** The breakdown of a change as pages and files show it: named, small rows hidden; null where none is kept. */
export async function breakdownOf(scope: Scope, changeId: number) {
  const target = await changeRule(scope, changeId);
  if (target.change.nature !== "change") throw new NotFound("change");
  const found = await findCohort(scope, target);
  const night = found && (await readNights(scope, [changeId], ["breakdown"])).get(changeId);
  const parts = night?.get("breakdown");
  if (!night || !parts || parts.dimensions.length === 0) return null;
  const names = await namesOf(scope, parts);
  return {
    asOf: night.asOf,
    stretch: parts.stretch,
    roundDays: found.roundDays,
    dimensions: parts.dimensions
      .map(({ dimension, rows }) => ({
        dimension,
        total: totalOf(rows),
        rows: shown(rows, scope.workspace.minGroup).map((row) => ({
          ...row,
          name: row.ref === null ? null : (names.get(`${dimension} ${row.ref}`) ?? row.ref),
        })),
      }))
      .filter(({ total }) => total.exposed >= scope.workspace.minGroup),
  };
}

function totalOf(rows: readonly Row[]) {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const [observed, expected] = [sum((row) => row.observed), sum((row) => row.expected)];
  return { exposed: sum((row) => row.exposed), observed, expected, missing: expected - observed };
}

/** Rows under the minimum group keep their place and nothing else; never one alone. The most missing returns first. */
function shown(rows: readonly Row[], minGroup: number) {
  const hidden = hideSmall(
    rows.map(({ exposed }) => exposed),
    minGroup,
  );
  return rows
    .map(({ ref, exposed, twins, observed, expected, rate, missing }, i) =>
      hidden[i]
        ? { hidden: true as const, ref }
        : {
            ...{ hidden: false as const, ref, exposed, twins, observed, expected, rate },
            missing: { value: expected - observed, lower: missing?.lower ?? null, upper: missing?.upper ?? null },
          },
    )
    .sort((left, right) => missingOf(right) - missingOf(left));
}

function missingOf(row: { hidden: true } | { hidden: false; missing: { value: number } }): number {
  return row.hidden ? Number.NEGATIVE_INFINITY : row.missing.value;
}

/** Stores by name, categories by their whole path; a channel is its own word. */
async function namesOf({ db, workspaceId }: Scope, { dimensions }: PartsOf<"breakdown">): Promise<Map<string, string>> {
  const ids = (wanted: Dimension) =>
    dimensions.flatMap(({ dimension, rows }) =>
      dimension === wanted ? rows.flatMap(({ ref }) => (ref === null ? [] : [Number(ref)])) : [],
    );
  const rows = await db.execute<{ place: string; name: string }>(sql`
    select 'store ' || id as place, name from store where workspace_id = ${workspaceId} and id = any(${bigints(ids("store"))})
    union all
    select 'category ' || id, concat_ws(' / ', nullif(path, ''), name) from product
    where workspace_id = ${workspaceId} and id = any(${bigints(ids("category"))})`);
  return new Map(rows.map(({ place, name }) => [place, name]));
}
