import { isoDay } from "./calendar";
import { channels } from "./ledger";
import type { Mood, Occasion } from "./life";
import { customerId, type Person } from "./people";
import type { Stream } from "./random";
import { comment, grievance, type Theme } from "./words";
import type { World } from "./world";

/** A row of the survey file: an answer to "would you recommend us?", asked after a visit. */
export interface SurveyRow {
  readonly id: string;
  readonly customer: string;
  readonly at: string;
  readonly score: number;
  readonly comment: string | null;
  /** Store of the visit that was asked about. */
  readonly store: string;
}

/** A row of the interactions file (decisions, D11). */
export interface InteractionRow {
  readonly id: string;
  readonly customer: string;
  readonly at: string;
  readonly kind: "contact" | "complaint" | "after_sales" | "solicitation";
  readonly direction: "in" | "out";
  readonly mode: "human" | "automated";
  readonly channel: "store" | "web" | "app" | "phone" | "mail" | "marketplace";
  readonly store: string | null;
  readonly product: string | null;
  readonly resolvedFirst: boolean | null;
  readonly transferred: boolean | null;
  readonly text: string | null;
}

/** An answer follows its visit by at most this many days. */
export const answerWithin = 5;
const answerRate = 0.07;
const commentRate = 0.45;

function stamp(stream: Stream, day: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${isoDay(day)}T${two(stream.between(8, 21))}:${two(stream.between(0, 59))}:${two(stream.between(0, 59))}`;
}

function onTheirMind(stream: Stream, moods: readonly Mood[], day: number): Theme | null {
  const themes = moods.filter((mood) => mood.theme !== null && mood.from <= day && mood.from > day - 200);
  const latest = themes[themes.length - 1];
  return latest !== undefined && stream.chance(0.7) ? latest.theme : null;
}

/** The answer to the question after this visit, if the person gives one by the last day of the data. */
export function answerTo(
  world: World,
  stream: Stream,
  person: Person,
  visit: Occasion,
  moods: readonly Mood[],
): SurveyRow | null {
  if (!stream.chance(answerRate * person.talkative)) return null;
  const day = visit.day + stream.between(1, answerWithin);
  if (day > world.period.last) return null;
  const shift = moods.reduce((sum, mood) => sum + (mood.from <= visit.day ? mood.shift : 0), 0);
  const score = Math.max(0, Math.min(10, Math.round(person.content + shift + 1.1 * stream.normal())));
  const says = stream.chance(commentRate);
  return {
    id: `Q-${customerId(person.index)}-${visit.number}`,
    customer: customerId(person.index),
    at: stamp(stream, day),
    score,
    comment: says ? comment(stream, person.english, score, onTheirMind(stream, moods, visit.day)) : null,
    store: world.stores[visit.store]?.row.externalId ?? "",
  };
}

/** Now and then somebody asks, brings something back to be mended, or complains about that visit. */
export function contactAfter(world: World, stream: Stream, person: Person, visit: Occasion): InteractionRow | null {
  if (!stream.chance(0.012)) return null;
  const day = visit.day + stream.between(0, 6);
  const kind = stream.pick(["contact", "contact", "after_sales", "complaint"] as const);
  if (day > world.period.last) return null;
  return {
    id: `I-${customerId(person.index)}-${visit.number}`,
    customer: customerId(person.index),
    at: stamp(stream, day),
    kind,
    direction: "in",
    mode: "human",
    channel: visit.channel === 0 ? "store" : stream.pick(["phone", "mail"] as const),
    store: world.stores[visit.store]?.row.externalId ?? null,
    product: world.catalogue.rows[visit.products[0] ?? -1]?.externalId ?? null,
    resolvedFirst: stream.chance(kind === "complaint" ? 0.5 : 0.8),
    transferred: stream.chance(0.15),
    text: kind === "complaint" ? grievance(stream, person.english, null) : null,
  };
}

/** A complaint within four weeks of meeting a change; in writing or by telephone, whether they come or not. */
export function complaintAbout(
  world: World,
  stream: Stream,
  person: Person,
  change: string,
  from: number,
  theme: Theme,
): InteractionRow | null {
  const day = from + stream.between(0, 27);
  if (day > world.period.last) return null;
  return {
    id: `K-${customerId(person.index)}-${change}`,
    customer: customerId(person.index),
    at: stamp(stream, day),
    kind: "complaint",
    direction: "in",
    mode: stream.chance(0.8) ? "human" : "automated",
    channel: stream.pick([channels[1], "phone", "mail"] as const),
    store: null,
    product: null,
    resolvedFirst: stream.chance(0.35),
    transferred: stream.chance(0.3),
    text: grievance(stream, person.english, theme),
  };
}

/** The letter itself, for those who got it. */
export function letterTo(stream: Stream, person: Person, day: number): InteractionRow {
  return {
    id: `L-${customerId(person.index)}`,
    customer: customerId(person.index),
    at: stamp(stream, day),
    kind: "solicitation",
    direction: "out",
    mode: "automated",
    channel: "mail",
    store: null,
    product: null,
    resolvedFirst: null,
    transferred: null,
    text: null,
  };
}
