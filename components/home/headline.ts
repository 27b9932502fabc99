import type { VerdictKind } from "@/components/ui/verdict-kind";

/** What home knows tonight. Money in minor units a year. */
export type HeadlineParts = {
  hasData: boolean;
  /** Changes under watch. */
  changes: number;
  /** Live changes of which nothing was read yet. */
  waiting: number;
  /** Verdict of each named segment under the change that costs it most; null = no change under watch. */
  segments: readonly (VerdictKind | null)[];
  /** Titles of the changes on tonight's list, what is most at stake first. */
  stopped: readonly string[];
  /** Titles of the changes no longer under watch whose alert nobody has taken, what is most at stake first. */
  unanswered: readonly string[];
  lost: number;
  atRiskMinor: number;
  /** No round is over yet: those missing are late or lost. */
  late: boolean;
};

/** The first of some changes, and how many others. */
type Named = { title: string; more: number };

type Count = { stopped: number; follow: number; early: number; drifting: number; total: number };

/** A sentence of messages/<locale>/home.json, under `headline`, with what fills it; `kind` colours what is told. */
export type Headline =
  | { key: "noData"; kind: null }
  | { key: "noChange"; kind: null; unanswered: Named | null }
  | { key: "waiting"; kind: null; waiting: number; unanswered: Named | null }
  | {
      key: "segments" | "change";
      kind: "stopped";
      count: Count;
      since: Named;
      loss: { key: "lost" | "late"; people: number; minor: number } | null;
      rest: "restFollow" | "restSomeFollow" | "restEarly" | null;
    }
  | {
      key: "follow" | "early" | "mixed" | "drifting" | "unmeasurable";
      kind: VerdictKind;
      count: Count;
      changes: number;
      unanswered: Named | null;
    };

/** The one sentence that says it all: the worst that is known, never more than is known. */
export function headline(parts: HeadlineParts): Headline {
  if (!parts.hasData) return { key: "noData", kind: null };
  const unanswered = named(parts.unanswered);
  if (parts.changes === 0 && parts.waiting > 0) {
    return { key: "waiting", kind: null, waiting: parts.waiting, unanswered };
  }
  if (parts.changes === 0) return { key: "noChange", kind: null, unanswered };
  const count = countOf(parts.segments);
  const since = named(parts.stopped);
  if (since) {
    return {
      key: count.stopped > 0 ? "segments" : "change",
      kind: "stopped",
      count,
      since,
      loss: lossOf(parts),
      rest: restOf(count),
    };
  }
  const say = (key: "follow" | "early" | "mixed" | "drifting" | "unmeasurable", kind: VerdictKind): Headline => ({
    key,
    kind,
    count,
    changes: parts.changes,
    unanswered,
  });
  if (count.drifting > 0) return say("drifting", "drifting");
  if (count.follow > 0 && count.early > 0) return say("mixed", "follow");
  if (count.follow > 0) return say("follow", "follow");
  if (count.early > 0 || parts.segments.every((kind) => kind === null)) return say("early", "early");
  return say("unmeasurable", "unmeasured");
}

function named([title, ...others]: readonly string[]): Named | null {
  return title === undefined ? null : { title, more: others.length };
}

function countOf(segments: HeadlineParts["segments"]): Count {
  const of = (...kinds: VerdictKind[]) => segments.filter((kind) => kind !== null && kinds.includes(kind)).length;
  return {
    stopped: of("stopped"),
    follow: of("follow", "more"),
    early: of("early"),
    drifting: of("drifting"),
    total: segments.length,
  };
}

function lossOf({ lost, atRiskMinor, late }: HeadlineParts) {
  if (lost <= 0 || atRiskMinor <= 0) return null;
  return { key: late ? ("late" as const) : ("lost" as const), people: lost, minor: atRiskMinor };
}

function restOf({ stopped, follow, early }: Count) {
  if (stopped === 0) return null;
  if (follow > 0) return early > 0 ? "restSomeFollow" : "restFollow";
  return early > 0 ? "restEarly" : null;
}
