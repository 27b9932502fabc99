import { sql } from "drizzle-orm";
import { linesAreSampled } from "../../churn/queries";
import type { Scope } from "../../scope";
import { NAMED_SEGMENTS, type NamedSegment } from "../../stats/portrait";
import { readDrift } from "../drift/keep-drift";
import { hideSmall } from "../hide-small";
import type { PartsOf, Rate } from "../schema";
import { stands, type Watched } from "./home-watched";
import { segmentSizes } from "./segment-sizes";

/** The nine named segments tonight: how many people, and the change that costs each most. */
export async function segmentsTonight(scope: Scope, watched: readonly Watched[]) {
  const sizes = await readSizes(scope);
  const sampled = await linesAreSampled(scope);
  const hidden = hideSmall(
    NAMED_SEGMENTS.map((segment) => sizes.get(segment) ?? 0),
    scope.workspace.minGroup,
  );
  const segments = NAMED_SEGMENTS.map((segment, i) => ({
    segment,
    /** Null = hidden, under the minimum group. */
    n: hidden[i] ? null : (sizes.get(segment) ?? 0),
    measured: isMeasured(segment, sampled),
    worst: worstOf(scope, watched, segment),
  }));
  return { sampled, segments };
}

/** Segments that come less than expected though no change under watch says why; small ones are not said. In no count, no alert. */
export async function unexplained(
  scope: Scope,
  segments: readonly { segment: NamedSegment; n: number | null; worst: ReturnType<typeof worstOf> }[],
) {
  const drifts = await readDrift(scope);
  return drifts.flatMap(({ segment, from, to, said }) => {
    const own = segments.find((each) => each.segment === segment);
    if (said.kind !== "drift" || !own || own.n === null) return [];
    if (own.worst?.verdict?.word === "stopped following" || own.worst?.verdict?.word === "drifting") return [];
    return [{ segment, from, to, ratio: said.ratio, lower: said.usual.lower, k: said.k }];
  });
}

const WITHOUT_RHYTHM: readonly NamedSegment[] = ["big_spenders", "long_standing_loyal", "regulars"];

/** No visit data are kept yet: window shoppers are not measured. A sample of lines says only who spends and who stays. */
function isMeasured(segment: NamedSegment, sampled: boolean): boolean {
  return sampled ? WITHOUT_RHYTHM.includes(segment) : segment !== "window_shoppers";
}

async function readSizes(scope: Scope): Promise<Map<string, number>> {
  const rows = await scope.db.execute<{ segment: string; n: number }>(sql`
    select segment, count(*)::int as n from customer_state where workspace_id = ${scope.workspaceId} group by segment`);
  return new Map(rows.map((row) => [row.segment, row.n]));
}

/** The change that costs a segment most (product, home). */
function worstOf(scope: Scope, watched: readonly Watched[], segment: NamedSegment) {
  const rows = watched.flatMap(({ id, title, night }) => {
    const parts = night.get("follow_rate", `segment:${segment}`);
    const size = segmentSizes(night, scope.workspace.minGroup).find(({ slice }) => slice === `segment:${segment}`);
    if (parts?.rate.kind !== "rate" || size === undefined || size.hidden) return [];
    return [
      {
        changeId: id,
        title,
        rate: parts.rate,
        atRisk: parts.revenueAtRisk,
        verdict: night.get("verdict", `segment:${segment}`),
      },
    ];
  });
  return costsMost(rows);
}

interface Cost {
  rate: Pick<Rate, "shown"> & { missing: Pick<Rate["missing"], "value"> };
  verdict: Pick<PartsOf<"verdict">, "word"> | null;
}

/** An alarm that stands before what is not proven, a rate that may be shown before others, then the most missing returns. */
export function costsMost<T extends Cost>(rows: readonly T[]): T | null {
  const order = (one: T) => [Number(stands(one.verdict)), Number(one.rate.shown), one.rate.missing.value] as const;
  const first = (left: T, right: T) => {
    const [stood, shown, missing] = order(left);
    const [otherStood, otherShown, otherMissing] = order(right);
    return otherStood - stood || otherShown - shown || otherMissing - missing;
  };
  return [...rows].sort(first)[0] ?? null;
}
