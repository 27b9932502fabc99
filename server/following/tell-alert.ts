import { and, eq } from "drizzle-orm";
import { alert } from "@/db/schema";
import type { Evidence } from "../alerts/evidence";
import { raiseAlert } from "../alerts/raise-alert";
import type { Scope } from "../scope";
import type { MonitorReading } from "./advance-monitors";
import { lostFollowers } from "./estimate-rate";
import type { PartsOf, Slice } from "./schema";

/** Follow rates by slice. */
type Rates = ReadonlyMap<Slice, PartsOf<"follow_rate">>;

/**
 * Tells the inbox tonight's word on a change: its alarm stands while its own evidence or that of one of its segments does.
 * Evidence is said on one scale: an e-value that rings at 1/alpha, whichever share of alpha its monitor has.
 */
export async function tellAlert(
  scope: Scope,
  changeId: number,
  { monitors, rates, through }: { monitors: readonly MonitorReading[]; rates: Rates; through: string },
): Promise<void> {
  const down = monitors.filter((monitor) => monitor.direction === "down");
  const standing = down.filter((monitor) => monitor.standing && monitor.alarmOn !== null);
  const loudest = strongest(standing);
  const night = { changeId, standing: loudest !== null, on: through, sinceOn: loudest?.sinceOn ?? null };
  if (loudest === null) await catchUp(scope, changeId, { down, rates, through });
  const evidence = loudest && evidenceOf(scope, loudest, { standing, rates, through });
  await raiseAlert(scope, { ...night, evidence });
}

/** Days read in one night hold alarms that rang and weakened since: they are raised first, as they would have been. */
async function catchUp(
  scope: Scope,
  changeId: number,
  { down, rates, through }: { down: readonly MonitorReading[]; rates: Rates; through: string },
): Promise<void> {
  const rang = down.filter((monitor) => monitor.alarmOn !== null);
  const loudest = strongest(rang);
  if (loudest?.alarmOn == null) return;
  const [known] = await scope.db
    .select({ id: alert.id })
    .from(alert)
    .where(and(eq(alert.workspaceId, scope.workspaceId), eq(alert.changeId, changeId)));
  if (known) return;
  const evidence = evidenceOf(scope, loudest, { standing: rang, rates, through });
  await raiseAlert(scope, { changeId, standing: true, on: loudest.alarmOn, sinceOn: loudest.sinceOn, evidence });
}

/** The e-value on the scale on which the alarm rings at 1/alpha. */
export function onceIn({ logE, threshold }: Pick<MonitorReading, "logE" | "threshold">, alpha: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.exp(logE - Math.log(threshold * alpha)));
}

/** The change's own alarm before those of its segments. */
function strongest(ringing: readonly MonitorReading[]): MonitorReading | null {
  const whole = ringing.find((monitor) => monitor.slice === "all");
  if (whole) return whole;
  const strength = (monitor: MonitorReading) => monitor.logE - Math.log(monitor.threshold);
  return [...ringing].sort((left, right) => strength(right) - strength(left))[0] ?? null;
}

function evidenceOf(
  scope: Scope,
  loudest: MonitorReading,
  { standing, rates, through }: { standing: readonly MonitorReading[]; rates: Rates; through: string },
): Evidence {
  const parts = rates.get("all");
  const rate = parts?.rate.kind === "rate" ? parts.rate : null;
  const risk = parts?.revenueAtRisk ?? null;
  const { alpha } = scope.workspace;
  const days = standing.flatMap((monitor) => monitor.alarmOn ?? []).sort();
  return {
    rate: estimateOf(parts),
    exposed: rate?.exposed ?? 0,
    lost: lostOf(parts),
    lostKind: parts?.stretch.kind === "round" ? "lost" : "late",
    atRisk: risk && { value: risk.value, low: risk.lower, high: risk.upper },
    onceIn: onceIn(loudest, alpha),
    threshold: 1 / alpha,
    calibrated: false,
    alarmOn: days[0] ?? through,
    segments: standing.flatMap(({ slice }) => {
      if (slice === "all") return [];
      const own = rates.get(slice as `segment:regulars`);
      const exposed = own?.rate.kind === "rate" ? own.rate.exposed : 0;
      return [{ segment: slice.slice("segment:".length), exposed, rate: estimateOf(own) }];
    }),
    asOf: through,
  };
}

function estimateOf(parts: PartsOf<"follow_rate"> | undefined): Evidence["rate"] {
  if (parts?.rate.kind !== "rate") return null;
  return { value: parts.rate.ratio, low: parts.rate.band.lower, high: parts.rate.band.upper };
}

/** Lost followers of the round; before one is over, those missing so far. */
function lostOf(parts: PartsOf<"follow_rate"> | undefined): Evidence["lost"] {
  if (parts?.rate.kind !== "rate") return null;
  const { value, lower, upper } = lostFollowers(parts.rate, parts.stretch.kind);
  return { value, low: lower, high: upper };
}
