import type { InboxShown } from "@/server/alerts/shown";
import type { PartsOf } from "@/server/following/schema";

type NewAlert = InboxShown["alerts"][number];
type Watched = { id: number; title: string; verdict: PartsOf<"verdict">; atRiskMinor: number };
type OpenAlert = { alertId: number; changeId: number; asleep: boolean };

/** One thing to look at: an alert nobody has taken, one somebody has, a change that drifts or is too early to tell. */
export type NextThing =
  | {
      what: "untaken";
      key: string;
      alertId: number;
      title: string;
      minor: number | null;
      onceIn: number;
      raisedOn: string;
    }
  | { what: "taken"; key: string; alertId: number; title: string; minor: number }
  | { what: "stopped"; key: string; changeId: number; title: string; minor: number }
  | { what: "drifting"; key: string; changeId: number; title: string; verdict: PartsOf<"verdict"> }
  | {
      what: "early";
      key: string;
      changeId: number;
      title: string;
      daysLeft: number | null;
      verdict: PartsOf<"verdict">;
    };

const most = 4;

/** Untaken alerts first and by what is at stake, then those in somebody's hands, what drifts, then what is too early, soonest first. */
export function rankNext(
  untaken: readonly NewAlert[],
  watched: readonly Watched[],
  open: readonly OpenAlert[],
): NextThing[] {
  const alerts = new Map(open.map((one) => [one.changeId, one]));
  const first = untaken.map(
    (one): NextThing => ({
      what: "untaken",
      key: `alert ${one.id}`,
      alertId: one.id,
      title: one.title,
      minor: one.evidence.atRisk?.value ?? null,
      onceIn: one.evidence.onceIn,
      raisedOn: one.raisedOn,
    }),
  );
  const seen = new Set(untaken.map((one) => one.changeId));
  const rest = watched.filter((one) => !seen.has(one.id) && !alerts.get(one.id)?.asleep);
  const stopped = rest
    .filter((one) => one.verdict.word === "stopped following")
    .sort((one, other) => other.atRiskMinor - one.atRiskMinor)
    .map((one): NextThing => {
      const alertId = alerts.get(one.id)?.alertId;
      const common = { title: one.title, minor: one.atRiskMinor };
      return alertId === undefined
        ? { what: "stopped", key: `change ${one.id}`, changeId: one.id, ...common }
        : { what: "taken", key: `alert ${alertId}`, alertId, ...common };
    });
  const drifting = rest
    .filter((one) => one.verdict.word === "drifting")
    .map(({ id, title, verdict }) => ({
      what: "drifting" as const,
      key: `change ${id}`,
      changeId: id,
      title,
      verdict,
    }));
  const early = rest
    .filter((one) => one.verdict.word === "too early to say")
    .map((one) => ({
      what: "early" as const,
      key: `change ${one.id}`,
      changeId: one.id,
      title: one.title,
      verdict: one.verdict,
      daysLeft: typeof one.verdict.params.days === "number" ? one.verdict.params.days : null,
    }))
    .sort((one, other) => (one.daysLeft ?? Number.MAX_VALUE) - (other.daysLeft ?? Number.MAX_VALUE));
  return [...first, ...stopped, ...drifting, ...early].slice(0, most);
}
