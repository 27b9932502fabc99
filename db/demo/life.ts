import { isExposed, type Moment, type Visit } from "./exposure";
import type { Person } from "./people";
import { Stream } from "./random";
import type { Rhythm } from "./rhythm";
import { chooseVisit } from "./visit";
import type { Theme } from "./words";
import type { World } from "./world";

/** Why somebody's score is not what it was, and from when. */
export interface Mood {
  readonly from: number;
  readonly shift: number;
  readonly theme: Theme | null;
}

/** A visit with its hour and what the person had on their mind. */
export interface Occasion extends Visit {
  readonly number: number;
  readonly second: number;
}

/** A change that reached this person, and what it did. */
export interface Meeting {
  readonly moment: Moment;
  readonly stops: { readonly from: number; readonly until: number | null } | null;
  readonly switches: boolean;
}

export interface Life {
  readonly meetings: readonly Meeting[];
  readonly moods: readonly Mood[];
  /** Day of the last visit before they left by themselves; null if they had not. */
  readonly leftOn: number | null;
}

/** Makes the receipt of a visit and says which articles were on it. */
export type Shop = (visit: Omit<Occasion, "products">, moods: readonly Mood[]) => readonly number[];

/** One person's whole life with the retailer, in order of days; every random step has the person's own streams. */
class Living {
  private readonly steps: Stream;
  private readonly visits: Visit[] = [];
  private readonly meetings: Meeting[] = [];
  private readonly moods: Mood[] = [];
  private readonly met = new Set<string>();
  private readonly rhythm: Rhythm;
  private nextMoment = 0;
  private home: number;
  private rate: number;
  private stopsOn = Number.POSITIVE_INFINITY;
  private awayUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly world: World,
    private readonly person: Person,
    private readonly shop: Shop,
  ) {
    this.steps = new Stream(world.options.seed, 3, person.index);
    this.rhythm = world.rhythm(person.home, person.season);
    this.home = person.home;
    this.rate = person.rate * world.options.pace;
  }

  run(): Life {
    let leftOn: number | null = null;
    let next = this.person.arrives ?? this.walk(this.world.period.first, this.steps.exponential());
    this.meetUntil(next ?? this.world.period.last);
    while (next !== null && next < this.stopsOn) {
      const day: number = next < this.awayUntil ? this.awayUntil - 1 : this.visit(next);
      if (day >= this.awayUntil && this.steps.chance(this.person.leaving)) {
        leftOn = day;
        break;
      }
      next = this.walk(day + 1, this.steps.exponential());
    }
    this.meetUntil(this.world.period.last);
    return { meetings: this.meetings, moods: this.moods, leftOn };
  }

  /** Walks the person's clock; a change met on the way may change their rate from its day 0 on. */
  private walk(from: number, wait: number): number | null {
    let at = from;
    let left = wait;
    for (;;) {
      const next = this.rhythm.after(at, left / this.rate);
      const moment = this.world.moments[this.nextMoment];
      if (moment === undefined || moment.day > (next ?? this.world.period.last)) return next;
      if (moment.day > at) {
        left = Math.max(0, left - this.rate * (this.rhythm.until(moment.day) - this.rhythm.until(at)));
        at = moment.day;
      }
      this.nextMoment++;
      this.meet(moment);
    }
  }

  private meetUntil(day: number): void {
    for (let moment = this.world.moments[this.nextMoment]; moment !== undefined && moment.day <= day; ) {
      this.nextMoment++;
      this.meet(moment);
      moment = this.world.moments[this.nextMoment];
    }
  }

  private meet(moment: Moment): void {
    if (this.met.has(moment.change)) return;
    if (moment.byList ? !this.world.reads(this.person) : !isExposed(moment, this.visits)) return;
    this.met.add(moment.change);
    this.meetings.push(this.react(moment));
  }

  private react(moment: Moment): Meeting {
    const { effect } = moment;
    const dice = new Stream(this.world.options.seed, 400 + this.world.moments.indexOf(moment), this.person.index);
    const touched = this.world.options.effects && (effect.only === undefined || effect.only === this.person.hour);
    if (!touched) return { moment, stops: null, switches: false };
    if (effect.score !== 0 || effect.theme !== null)
      this.moods.push({
        from: moment.day,
        shift: effect.score + 0.8 * dice.normal() * Math.sign(effect.score),
        theme: effect.theme,
      });
    if (dice.chance(effect.share)) return { moment, stops: this.stop(moment, dice), switches: false };
    const second = this.person.second[0];
    const switches = second !== undefined && dice.chance(effect.switching ?? 0);
    if (switches) this.home = second;
    this.rate *= effect.visits ?? 1;
    return { moment, stops: null, switches };
  }

  private stop(moment: Moment, dice: Stream): { from: number; until: number | null } {
    const from = moment.day + dice.between(moment.effect.delay[0], moment.effect.delay[1]);
    this.moods.push({ from: moment.day, shift: -1.5, theme: moment.effect.theme });
    if (moment.effect.untilEnd && moment.end !== null) {
      this.awayUntil = moment.end;
      return { from: moment.day, until: moment.end - 1 };
    }
    this.stopsOn = Math.min(this.stopsOn, from);
    return { from, until: null };
  }

  private visit(day: number): number {
    const limit = Math.min(
      this.world.period.last + 1,
      this.stopsOn,
      this.world.moments[this.nextMoment]?.day ?? Number.POSITIVE_INFINITY,
    );
    const visit = chooseVisit(this.world, this.person, this.home, this.steps, day, this.visits.length, day + 1 < limit);
    const products = this.shop(visit, this.moods);
    this.visits.push({ ...visit, products });
    return visit.day;
  }
}

export function live(world: World, person: Person, shop: Shop): Life {
  return new Living(world, person, shop).run();
}
