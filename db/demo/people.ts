import { isoDay, type Period, type Season } from "./calendar";
import { runningTotals, Stream } from "./random";
import type { Rhythm } from "./rhythm";
import type { Store } from "./stores";

export type Kind = "devoted" | "steady" | "occasional" | "gifts" | "bargains" | "generous";
export type Hour = "opening" | "midday" | "afternoon" | "evening";

interface Temper {
  readonly kind: Kind;
  readonly share: number;
  /** Mean days between visits while they come, and how alike people of the kind are (gamma shape). */
  readonly gap: number;
  readonly alike: number;
  /** Mean chance of leaving for good after a visit (beta with first parameter 0.9). */
  readonly leaving: number;
  readonly season: Season;
  readonly lines: number;
  readonly taste: number;
}

const tempers: readonly Temper[] = [
  { kind: "devoted", share: 0.14, gap: 21, alike: 5, leaving: 0.014, season: "even", lines: 1.2, taste: 0 },
  { kind: "steady", share: 0.18, gap: 42, alike: 4, leaving: 0.03, season: "even", lines: 1.3, taste: 0 },
  { kind: "occasional", share: 0.385, gap: 165, alike: 2, leaving: 0.11, season: "even", lines: 1.2, taste: 0 },
  { kind: "gifts", share: 0.15, gap: 150, alike: 3, leaving: 0.12, season: "gifts", lines: 1.5, taste: 0.2 },
  { kind: "bargains", share: 0.11, gap: 85, alike: 2, leaving: 0.06, season: "bargains", lines: 1.6, taste: -0.3 },
  { kind: "generous", share: 0.035, gap: 32, alike: 4, leaving: 0.02, season: "even", lines: 2.6, taste: 0.8 },
];

const hours: readonly Hour[] = ["opening", "midday", "afternoon", "evening"];
const baseShare = 0.45;

/** One simulated person, before any visit. Nothing here is read by the product except through `customerRow`. */
export interface Person {
  readonly index: number;
  readonly kind: Kind;
  readonly season: Season;
  readonly home: number;
  readonly second: readonly number[];
  readonly web: number;
  readonly rate: number;
  readonly leaving: number;
  /** First visit; null for those who already came before the data begin. */
  readonly arrives: number | null;
  readonly hour: Hour;
  readonly families: readonly number[];
  readonly lines: number;
  readonly taste: number;
  readonly content: number;
  readonly talkative: number;
  readonly english: boolean;
  readonly mail: boolean;
  readonly dice: number;
}

export interface Town {
  readonly period: Period;
  readonly stores: readonly Store[];
  readonly nearest: readonly (readonly number[])[];
  readonly homeTotals: readonly number[];
  readonly familyCount: number;
  readonly rhythm: (home: number, season: Season) => Rhythm;
}

const kindTotals = runningTotals(tempers.map((temper) => temper.share));
const hourTotals = runningTotals([0.24, 0.26, 0.3, 0.2]);

function favourites(stream: Stream, familyCount: number): number[] {
  const weights = Array.from({ length: familyCount }, () => 0.12);
  for (const weight of [3, 2, 1]) weights[stream.between(0, familyCount - 1)] = weight;
  return runningTotals(weights);
}

/** The person with that number: the same for a seed, however many others there are. */
export function makePerson(seed: number, index: number, town: Town): Person {
  const stream = new Stream(seed, 1, index);
  const temper = tempers[stream.weighted(kindTotals)] ?? tempers[0];
  if (temper === undefined) throw new RangeError("No kind of customer is defined.");
  const home = stream.weighted(town.homeTotals);
  const online = town.stores[home]?.row.format === "web";
  const rhythm = town.rhythm(home, temper.season);
  const share = stream.next();
  const arrives = stream.chance(baseShare)
    ? null
    : rhythm.after(town.period.first, share * rhythm.until(town.period.last + 1));
  return {
    index,
    kind: temper.kind,
    season: temper.season,
    home,
    second: town.nearest[home] ?? [],
    web: online ? 0.94 : stream.beta(0.5, 4.5),
    rate: stream.gamma(temper.alike) / temper.alike / temper.gap,
    leaving: stream.beta(0.9, 0.9 / temper.leaving - 0.9),
    arrives,
    hour: hours[stream.weighted(hourTotals)] ?? "midday",
    families: favourites(stream, town.familyCount),
    lines: temper.lines * (0.7 + 0.6 * stream.next()),
    taste: temper.taste,
    content: 8.3 + 1.2 * stream.normal(),
    talkative: 0.35 + 1.3 * stream.next(),
    english: stream.chance(0.06),
    mail: stream.chance(0.62),
    dice: stream.next(),
  };
}

/** A row of the customers file. */
export interface CustomerRow {
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly language: "fr" | "en";
  readonly birthYear: number;
  readonly loyaltyCard: boolean;
  readonly mailConsent: boolean;
  readonly homeArea: string | null;
  readonly joinedOn: string | null;
}

const firstNames =
  "Camille,Louise,Jeanne,Inès,Manon,Chloé,Sarah,Hélène,Claire,Nathalie,Lucas,Hugo,Paul,Karim,Antoine,Yann,Olivier,Thomas,Mehdi,Julien".split(
    ",",
  );
const lastNames =
  "Martin,Bernard,Petit,Durand,Leroy,Moreau,Simon,Laurent,Lefèvre,Garcia,Roux,Fontaine,Chevalier,Robin,Benali,Nguyen,Le Gall,Perrin,Morel,Girard".split(
    ",",
  );

export function customerId(index: number): string {
  return `C${String(index + 1).padStart(6, "0")}`;
}

export function customerRow(seed: number, person: Person, town: Town): CustomerRow {
  const stream = new Stream(seed, 2, person.index);
  const externalId = customerId(person.index);
  const area = town.stores[person.home]?.area ?? "";
  return {
    externalId,
    firstName: stream.pick(firstNames),
    lastName: stream.pick(lastNames),
    email: person.mail ? `${externalId.toLowerCase()}@example.org` : null,
    language: person.english ? "en" : "fr",
    birthYear: Math.round(1976 + 14 * Math.max(-2.5, Math.min(2, stream.normal()))),
    loyaltyCard: stream.chance(person.kind === "gifts" ? 0.4 : 0.75),
    mailConsent: person.mail,
    homeArea: area === "" ? stream.pick(["75", "92", "69", "33", "59", "13", "44", "31", "35", "67"]) : area,
    joinedOn: person.arrives === null ? null : isoDay(person.arrives),
  };
}
