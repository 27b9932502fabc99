import type { DateReader } from "./date-format";
import { instantOf } from "./date-format";
import { ZoneClock } from "./zone-clock";

const msPerDay = 86_400_000;
const msPerMinute = 60_000;

export interface Moment {
  /** ms since 1970. */
  at: number;
  /** Local day at the store, counted since 1970-01-01, minus the workspace's start of day (D7). */
  day: number;
  /** Minutes since local midnight. */
  minute: number;
}

/** Times of a file to instants and local days; counts the times that a change of clocks moved. */
export class DayClock {
  movedForward = 0;
  firstOfTwo = 0;
  private readonly clocks = new Map<string, ZoneClock>();
  private lastText = "";
  private lastZone = "";
  private last: Moment | null = null;
  private lastMoved: ZoneClock["moved"] = "none";

  constructor(
    private readonly read: DateReader,
    private readonly options: { fileZone: string | undefined; dayStartsAt: number },
  ) {}

  /** The moment of a text at a store in `zone`; null if the text is no date. */
  moment(text: string, zone: string): Moment | null {
    if (text !== this.lastText || zone !== this.lastZone) {
      this.last = this.convert(text, zone);
      this.lastText = text;
      this.lastZone = zone;
    }
    if (this.lastMoved === "forward") this.movedForward++;
    else if (this.lastMoved === "first") this.firstOfTwo++;
    return this.last;
  }

  private convert(text: string, zone: string): Moment | null {
    this.lastMoved = "none";
    const told = this.read(text);
    if (!told) return null;
    if (!Number.isFinite(told.wall)) return { at: told.wall, day: told.wall, minute: 0 };
    const store = this.clock(zone);
    let at: number;
    if (told.offset !== null) at = instantOf(told.wall, told.offset);
    else {
      const clock = this.clock(this.options.fileZone ?? zone);
      at = clock.toInstant(told.wall);
      this.lastMoved = clock.moved;
    }
    const isPlain = told.offset === null && this.options.fileZone === undefined && this.lastMoved === "none";
    const wall = isPlain ? told.wall : store.toWall(at);
    const midnight = Math.floor(wall / msPerDay);
    const day = Math.floor((wall - this.options.dayStartsAt * 60 * msPerMinute) / msPerDay);
    return { at, day, minute: Math.floor((wall - midnight * msPerDay) / msPerMinute) };
  }

  private clock(zone: string): ZoneClock {
    let clock = this.clocks.get(zone);
    if (!clock) {
      clock = new ZoneClock(zone);
      this.clocks.set(zone, clock);
    }
    return clock;
  }
}

/** YYYY-MM-DD of a day counted since 1970-01-01. */
export function isoDay(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

export function dayNumber(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / msPerDay;
}
