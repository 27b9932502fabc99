const hour = 3_600_000;
const day = 24 * hour;
const quarter = hour / 4;

export type Moved = "none" | "forward" | "first";

/**
 * Wall times of one time zone to instants and back (ms). A time that spring leaves out is moved forward by the gap, one
 * that autumn has twice is the first (D7). Days without a jump cost two look-ups in a cache.
 */
export class ZoneClock {
  /** What became of the last wall time read. */
  moved: Moved = "none";
  private readonly format: Intl.DateTimeFormat;
  /** Offset of a wall day in ms, or null where the offset changes near it. */
  private readonly days = new Map<number, number | null>();
  private readonly quarters = new Map<number, number>();

  /** Throws RangeError for a zone that does not exist. */
  constructor(readonly zone: string) {
    this.format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  toInstant(wall: number): number {
    const dayNumber = Math.floor(wall / day);
    let offset = this.days.get(dayNumber);
    if (offset === undefined) {
      offset = this.offsetOfDay(dayNumber * day);
      this.days.set(dayNumber, offset);
    }
    this.moved = "none";
    return offset === null ? this.resolve(wall) : wall - offset;
  }

  toWall(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  private offsetOfDay(midnight: number): number | null {
    const before = this.offsetAt(midnight - day);
    const after = this.offsetAt(midnight + 2 * day);
    return before === after && this.offsetAt(midnight) === before && this.offsetAt(midnight + day) === before
      ? before
      : null;
  }

  private resolve(wall: number): number {
    const before = this.offsetAt(wall - day);
    const after = this.offsetAt(wall + day);
    const early = wall - Math.max(before, after);
    const late = wall - Math.min(before, after);
    const earlyHolds = this.toWall(early) === wall;
    const lateHolds = this.toWall(late) === wall;
    if (earlyHolds && lateHolds && early !== late) this.moved = "first";
    if (earlyHolds) return early;
    if (lateHolds) return late;
    this.moved = "forward";
    return wall - before;
  }

  private offsetAt(instant: number): number {
    const key = Math.floor(instant / quarter);
    let offset = this.quarters.get(key);
    if (offset === undefined) {
      offset = this.lookUp(key * quarter);
      if (this.quarters.size > 200_000) this.quarters.clear();
      this.quarters.set(key, offset);
    }
    return offset;
  }

  private lookUp(instant: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(instant)) parts[type] = Number(value);
    const { year = 0, month = 1, day: date = 1, hour: h = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, date, h, minute, second) - instant;
  }
}
