import { type Listing, twoLevelList } from "../../stats/two-level-list";
import type { Slice } from "../schema";
import type { Both, WatchedChange, WatchedMonitor } from "./read-family";

export const DIRECTIONS = ["down", "up"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A change in the lists of its family, night after night. */
export interface Drawn {
  change: WatchedChange;
  /** Its days up to here were in the lists of their nights before; null = it is new. */
  through: string | null;
  /** As of the latest night drawn. */
  latest: Record<Direction, Listing & { slices: Slice[] }>;
  /** Nights on which the downward alarm came on the list, and left it, in order. */
  turns: { on: string; standing: boolean }[];
}

/** A monitor's first night on a list. */
export interface Alarm {
  monitorId: number;
  direction: Direction;
  on: string;
}

export interface Family {
  alpha: number;
  /** The latest night. */
  to: string;
  changes: Drawn[];
  /** Days on which changes began whose monitors are not open yet: they count among the family with e = 1. */
  pending: readonly string[];
  /** ln e by monitor id, as of the latest night drawn. */
  evidence: Map<number, Both>;
  alarms: Alarm[];
}

const silent: Listing & { slices: Slice[] } = {
  logE: 0,
  listed: false,
  needs: 0,
  segments: [],
  parts: [],
  within: null,
  slices: [],
};

export function enrol(change: WatchedChange, through: string | null, listed: Record<Direction, boolean>): Drawn {
  const start = (direction: Direction) => ({ ...silent, listed: listed[direction] });
  return { change, through, latest: { down: start("down"), up: start("up") }, turns: [] };
}

/**
 * Draws the lists of one night: changes opened by then, closed ones with their evidence as it was. A change's alarm and its turns
 * are told for the nights that its days were not in yet, and for the latest. Changes the family given.
 */
export function drawNight(family: Family, night: string): void {
  const open = family.changes.filter(({ change }) => change.openedOn <= night);
  for (const direction of DIRECTIONS) {
    const told = open.map(({ change }) => evidenceOf(change.monitors, family.evidence, direction));
    const others = family.pending.filter((day) => day <= night).map(() => ({ all: 0, segments: [], parts: [] }));
    const lists = twoLevelList([...told, ...others], family.alpha);
    open.forEach((drawn, place) => {
      const listing = lists[place];
      if (listing) tell(family, drawn, { listing, direction, night });
    });
  }
}

interface Word {
  listing: Listing;
  direction: Direction;
  night: string;
}

function tell(family: Family, drawn: Drawn, { listing, direction, night }: Word): void {
  const { segments, others } = partsOf(drawn.change.monitors);
  const pick = (places: readonly number[], from: readonly WatchedMonitor[]) =>
    places.flatMap((place) => from[place] ?? []);
  const within = [...pick(listing.segments, segments), ...pick(listing.parts, others)];
  const fresh = night === family.to || drawn.through === null || night > drawn.through;
  const turned = drawn.latest[direction].listed !== listing.listed;
  if (fresh && listing.listed) {
    const whole = drawn.change.monitors.filter(({ slice }) => slice === "all");
    for (const { id, alarmOn } of [...whole, ...within]) {
      if (alarmOn[direction] !== null) continue;
      alarmOn[direction] = night;
      family.alarms.push({ monitorId: id, direction, on: night });
    }
  }
  if (fresh && turned && direction === "down") drawn.turns.push({ on: night, standing: listing.listed });
  if (fresh) drawn.latest[direction] = { ...listing, slices: within.map(({ slice }) => slice) };
}

function evidenceOf(monitors: readonly WatchedMonitor[], evidence: Family["evidence"], direction: Direction) {
  const of = ({ id }: WatchedMonitor) => evidence.get(id)?.[direction] ?? 0;
  const { all, segments, others } = partsOf(monitors);
  return { all: all ? of(all) : 0, segments: segments.map(of), parts: others.map(of) };
}

/** The change's own monitor, those of its segments, and what is judged on level 2 only. */
function partsOf(monitors: readonly WatchedMonitor[]) {
  return {
    all: monitors.find(({ slice }) => slice === "all"),
    segments: monitors.filter(({ slice }) => slice.startsWith("segment:")),
    others: monitors.filter(({ slice }) => slice === "intense"),
  };
}
