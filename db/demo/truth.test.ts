import { group } from "d3-array";
import { describe, expect, it } from "vitest";
import { dayNumber, isoDay } from "./calendar";
import { simulate } from "./simulate";
import { effects } from "./truth";
import { makeWeather } from "./weather";

const given = { customers: 4000, years: 2, seed: 5 };
const it5 = simulate(given);
const truth = it5.truth();
const identified = [...it5.purchaseLines()].filter((row) => row.customer !== null && row.kind === "sale");
const daysOf = group(identified, (row) => row.customer ?? "");
const today = dayNumber(it5.options.today);

function outcomeOf(change: string) {
  const outcome = truth.outcomes.find((one) => one.effect.change === change);
  if (outcome === undefined) throw new Error(`No outcome is kept for ${change}.`);
  return outcome;
}

describe("the changes", () => {
  it("are twenty, fourteen and more of them met in the last year, at least six in the last 13 weeks", () => {
    const started = it5.changes.flatMap((change) =>
      change.start.actual === null ? [] : [today - dayNumber(change.start.actual)],
    );
    expect(it5.changes.length).toBe(20);
    expect(started.filter((ago) => ago <= 365).length).toBeGreaterThanOrEqual(14);
    expect(started.filter((ago) => ago <= 91).length).toBeGreaterThanOrEqual(6);
  });

  it("name only stores, products, categories and customers that exist", () => {
    const stores = new Set(it5.stores.map((store) => store.externalId));
    const products = new Set(it5.products.map((product) => product.externalId));
    const paths = new Set(
      it5.products.flatMap(({ categoryPath }) => categoryPath.map((_, i) => categoryPath.slice(0, i + 1).join(" > "))),
    );
    const customers = new Set([...it5.customers()].map((customer) => customer.externalId));
    for (const { scope, perStoreStart } of it5.changes) {
      expect(
        [...(scope.stores ?? []), ...(perStoreStart ?? []).map((wave) => wave.store)].filter((id) => !stores.has(id)),
      ).toEqual([]);
      expect((scope.products ?? []).filter((id) => !products.has(id))).toEqual([]);
      expect((scope.categories ?? []).filter((path) => !paths.has(path.join(" > ")))).toEqual([]);
      expect((scope.list ?? []).filter((id) => !customers.has(id))).toEqual([]);
    }
    expect(it5.changes.find((change) => change.key === "repair-letter")?.scope.list?.length).toBeGreaterThan(500);
  });

  it("each change that has begun has its truth, and only those", () => {
    const begun = it5.changes.filter((change) => change.start.actual !== null).map((change) => change.key);
    expect(effects.map((effect) => effect.change).sort()).toEqual(begun.sort());
  });
});

describe("the truth", () => {
  it.each(["lyon-move", "merino-yarn", "children-leave"])(
    "%s: the drawn share of the exposed is the true one within 4 errors",
    (change) => {
      const { effect, exposed, stopped } = outcomeOf(change);
      expect(exposed).toBeGreaterThan(150);
      expect(Math.abs(stopped / exposed - effect.share)).toBeLessThan(
        4 * Math.sqrt((effect.share * (1 - effect.share)) / exposed),
      );
    },
  );

  it("opening at ten loses early visitors only: under 15% of all exposed", () => {
    const { exposed, stopped } = outcomeOf("open-at-ten");
    expect(stopped / exposed).toBeGreaterThan(0.03);
    expect(stopped / exposed).toBeLessThan(0.15);
  });

  it("the lost buy nothing while they are lost", () => {
    expect(truth.losses.length).toBeGreaterThan(150);
    const seen = truth.losses.filter((loss) =>
      daysOf
        .get(loss.customer)
        ?.some((row) => row.at.slice(0, 10) >= loss.from && (loss.until === null || row.at.slice(0, 10) <= loss.until)),
    );
    expect(seen).toEqual([]);
  });

  it("who is lost at once had bought in scope in the 365 days before day 0", () => {
    const day0 = it5.changes.find((change) => change.key === "lyon-move")?.start.actual ?? "";
    const from = isoDay(dayNumber(day0) - 365);
    const lost = truth.losses.filter((loss) => loss.change === "lyon-move");
    const inScope = (customer: string) =>
      daysOf
        .get(customer)
        ?.some((row) => row.store === "LYD" && row.at.slice(0, 10) >= from && row.at.slice(0, 10) < day0);
    expect(lost.filter((loss) => !inScope(loss.customer))).toEqual([]);
  });

  it("quiet changes lose 0", () => {
    const quiet = truth.outcomes.filter(({ effect }) => effect.share === 0);
    expect(quiet.length).toBeGreaterThanOrEqual(10);
    expect(quiet.map((outcome) => outcome.stopped)).toEqual(quiet.map(() => 0));
  });

  it("who used the web before the assistant scores over 0.8 less after it", () => {
    const day0 = it5.changes.find((change) => change.key === "web-assistant")?.start.actual ?? "";
    const web = new Set(identified.filter((row) => row.channel === "web" && row.at < day0).map((row) => row.customer));
    const answers = [...it5.surveyResponses()].filter((answer) => web.has(answer.customer));
    const mean = (of: typeof answers) => of.reduce((sum, answer) => sum + answer.score, 0) / of.length;
    const after = answers.filter((answer) => answer.at >= day0);
    expect(after.length).toBeGreaterThan(30);
    expect(mean(answers.filter((answer) => answer.at < day0)) - mean(after)).toBeGreaterThan(0.8);
  });

  it("without effects nobody is lost, and until the first change the same people live the same lives", () => {
    const quiet = simulate({ ...given, effects: false });
    expect(quiet.truth().losses).toEqual([]);
    const first = isoDay(
      Math.min(...it5.changes.flatMap((c) => (c.start.actual === null ? [] : [dayNumber(c.start.actual)]))),
    );
    const before = [...quiet.purchaseLines()].filter(
      (row) => row.customer !== null && row.kind === "sale" && row.at < first,
    );
    expect(before).toEqual(identified.filter((row) => row.at < first));
  });
});

describe("store weather", () => {
  const deviation = (weather: (store: number, day: number) => number) => {
    const logs = Array.from({ length: 20 }, (_, store) =>
      Array.from({ length: 150 }, (_, week) => Math.log(weather(store, 20_000 + 7 * week))),
    ).flat();
    return Math.sqrt(logs.reduce((sum, value) => sum + value * value, 0) / logs.length);
  };

  it("off: exactly 1 for every store and day", () => {
    expect(deviation(makeWeather(1, false))).toBe(0);
  });

  it("on: 10% a week and up to 5% lasting, sqrt(0.10^2 + 0.05^2 x 2/3) = 0.108", () => {
    expect(Math.abs(deviation(makeWeather(1, true)) - 0.108)).toBeLessThan(0.008);
  });

  it("one factor for all days of a store's week", () => {
    const weather = makeWeather(1, true);
    const monday = dayNumber("2026-11-16");
    expect(Math.abs(weather(3, monday) / weather(3, monday + 6) - 1)).toBeLessThan(0.01);
  });
});
