import type { PartsOf, Rate } from "@/server/following/schema";

export type SilentStore = { store: string; since: string; exposed: number | null; twins: number | null };

type Where = PartsOf<"where">;
type PlaceKept = Where["places"][number];

/** Places of too few people are told together. */
type WhereShown = Omit<Where, "places"> & {
  places: readonly (Omit<PlaceKept, "place"> & {
    place: PlaceKept["place"] | "together";
    of: readonly PlaceKept["place"][];
  })[];
};

/** What the page of a change is given of its following. Shares 0-1, money in minor units, days ISO. */
export type FollowingRead = {
  asOf: string;
  day0: string;
  daysSince: number;
  /** People erased since the twins were frozen, with rows in the days that are counted. */
  erased: number;
  /** Stores whose data are missing: waited for, or silent for so long that their customers left the comparison. */
  waiting: { store: string; since: string } | null;
  silent: readonly SilentStore[];
  verdict: PartsOf<"verdict"> | null;
  followRate: PartsOf<"follow_rate"> | null;
  cameBack: PartsOf<"came_back">["points"];
  evidence: Evidence | null;
  where: WhereShown | null;
  who: readonly WhoRow[];
  nps: PartsOf<"nps"> | null;
  shift: PartsOf<"shift"> | null;
  returnTime: PartsOf<"return_time"> | null;
  verbatims: readonly { day: string; body: string; store: string | null }[];
  how: How;
};

export type Evidence = {
  /** Tonight's list asks for once in so many. */
  rings: number;
  /** Changes of the half-year, over which the night's list is drawn. */
  family: number;
  alarmOn: string | null;
  /** What came in since moved the evidence of the days up to the alarm. */
  moved: boolean;
  closedOn: string | null;
  closedWhy: string | null;
  points: readonly { day: string; onceIn: number }[];
};

export type WhoRow =
  | { segment: string; hidden: true }
  | {
      segment: string;
      hidden: false;
      n: number;
      rate: Rate | { kind: "cannot say" };
      verdict: PartsOf<"verdict"> | null;
    };

type Group = {
  fittedOn: "store" | "distance" | "all";
  parameters: { r: number; alpha: number; a: number; b: number } | null;
};

export type How = {
  counts: Record<string, number>;
  reached: number;
  balance: readonly { trait: string; before: number; after: number }[];
  alarmFrom: string;
  foundAfterwards: boolean;
  roundDays: number;
  strata: number;
  seed: number;
  frozenAt: Date;
  overlaps: readonly { changeId: number; kind: string; share: number; matched: boolean; title: string }[];
  later: readonly { changeId: number; from: string; exposed: number; twins: number; apart: boolean; title: string }[];
  spillStores: readonly string[];
  models: readonly {
    wave: number;
    fittedOn: string;
    groups: Record<"store" | "distance", Group>;
    value: { kind: string };
    refusal: { kind: string } | null;
  }[];
  sampled: boolean;
  /** Why nothing can be measured; null = it can. */
  unmeasurable: string | null;
  alpha: number;
  calibrated: boolean;
  /** Followed like this change where nothing happened; none while they are not computed. */
  placebos: readonly {
    kind: "earlier" | "elsewhere";
    day0: string;
    names: readonly string[];
    exposed: number | null;
    unmeasurable: string | null;
    b: number | null;
    downAlarmOn: string | null;
    upAlarmOn: string | null;
  }[];
};

type Kept = PartsOf<"breakdown">;
type KeptRow = Kept["dimensions"][number]["rows"][number];
type Named = Pick<KeptRow, "ref"> & { name: string | null };

/** Those concerned by main store, category, channel; `missing` is expected less observed. */
export type BreakdownShown = {
  stretch: Kept["stretch"];
  roundDays: number;
  dimensions: readonly {
    dimension: Kept["dimensions"][number]["dimension"];
    total: { exposed: number; observed: number; expected: number; missing: number };
    rows: readonly (
      | ({ hidden: true } & Named)
      | ({ hidden: false; missing: { value: number; lower: number | null; upper: number | null } } & Named &
          Pick<KeptRow, "exposed" | "twins" | "observed" | "expected" | "rate">)
    )[];
  }[];
};

/** The rate where it may be shown: from 30 expected returns on (methods 3). */
export function shownRate(parts: { rate: Rate | { kind: "cannot say" } } | null): Rate | null {
  return parts?.rate.kind === "rate" && parts.rate.shown ? parts.rate : null;
}
