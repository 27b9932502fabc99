import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { dayNumber } from "../db/demo/calendar";
import type { DemoChange } from "../db/demo/change";
import { simulate } from "../db/demo/simulate";
import type { Loss, Truth } from "../db/demo/truth";
import type { Options } from "../db/demo/world";
import { expect, slug, test } from "./fixtures";
import { ask, visitorAs } from "./visitor";

interface Stretch {
  from: string;
  to: string;
}

test("the true effect of each change of the demo lies inside the band that its page shows", async ({ baseURL }) => {
  const file = path.join(process.env.E2E_STATE ?? "", `${slug}-truth.json`);
  test.skip(!existsSync(file), "only the one who made the demo knows the truth");
  const truth = JSON.parse(readFileSync(file, "utf8")) as Truth & { options: Options };
  const { changes } = simulate(truth.options);
  const visitor = await visitorAs(baseURL, "admin");
  const list = await ask(visitor, slug, ["changes", "list"], {});
  const missed: string[] = [];
  let held = 0;
  for (const { effect } of truth.outcomes) {
    const change = changes.find(({ key }) => key === effect.change);
    const id = list.value?.changes.find(({ title }) => title === change?.title)?.id;
    expect(id, `${effect.change} stands in the list`).toBeDefined();
    const { value } = await ask(visitor, slug, ["following", "of"], { id });
    if (value?.kind !== "read" || value.followRate?.rate.kind !== "rate") continue;
    const { rate, stretch } = value.followRate;
    const [least, most] = trueRates(truth, change, { stretch, rateTwins: rate.rateTwins });
    held += 1;
    const { lower, upper } = rate.band;
    if (most < lower || (upper !== null && least > upper))
      missed.push(`${effect.change}: ${least.toFixed(3)} to ${most.toFixed(3)}, shown ${lower} to ${upper}`);
  }
  await visitor.dispose();
  expect(missed).toEqual([]);
  expect(held, "changes with a rate").toBeGreaterThan(10);
});

/**
 * What the follow rate would be with endless customers: 1 less the share of those lost, each for as much of the stretch as they
 * stayed away. Where visits are multiplied, it lies between 1 and what it would be if all came equally often.
 */
function trueRates(
  { outcomes, losses }: Truth,
  change: DemoChange | undefined,
  { stretch, rateTwins }: { stretch: Stretch; rateTwins: number },
): readonly [number, number] {
  const outcome = outcomes.find(({ effect }) => effect.change === change?.key);
  if (!outcome) throw new Error(`No truth is kept for ${change?.key}.`);
  const { visits = 1 } = outcome.effect;
  if (visits > 1) return [1, (1 - (1 - rateTwins) ** visits) / rateTwins];
  const lost = losses.filter((loss) => loss.change === change?.key);
  const away = lost.reduce((sum, loss) => sum + shareAway(loss, stretch), 0);
  const all = lost.length === 0 ? 0 : (outcome.stopped / outcome.exposed) * (away / lost.length);
  return [1 - all, 1 - all];
}

function shareAway({ from, until }: Loss, stretch: Stretch): number {
  const opens = Math.max(dayNumber(from), dayNumber(stretch.from));
  const closes = Math.min(until === null ? Number.POSITIVE_INFINITY : dayNumber(until), dayNumber(stretch.to));
  return Math.max(0, closes - opens + 1) / (dayNumber(stretch.to) - dayNumber(stretch.from) + 1);
}
