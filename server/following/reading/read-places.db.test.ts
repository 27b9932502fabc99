import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { visitsOfLines } from "../../customers/visits-of-lines";
import { inWorkspace } from "../../scope";
import { seededRandom } from "../../stats/random";
import { changeRule, type ScopeRule } from "../change-rule";
import { gatherMembers } from "../counting/gather-members";
import { addDays } from "../days";
import { readPlaces } from "./read-places";

const DAY_0 = "2024-03-01";
const CLOSES = "2024-03-28";
/** Over by the end of the stretch: whoever did not come is silent. */
const DUE_DAYS = 20;
const PEOPLE = 60;
/** Bags and delivery are no merchandise. */
const BAG = 6;

interface Line {
  id: number;
  day: string;
  minute: number;
  store: number;
  product: number;
  channel: string;
  fulfilment: string;
  kind: string;
  quantity: number;
}

const random = seededRandom(7);
const below = (n: number) => Math.floor(random() * n);
const pick = <T>(of: readonly T[]): T => of[below(of.length)] as T;
/** Four lines a person from a week before day 0 to a week after the stretch; one person in six buys nothing. */
const lines = Array.from({ length: PEOPLE * 4 }, (): Line => {
  const channel = pick(["store", "store", "web"]);
  return {
    id: 1 + below((PEOPLE * 5) / 6),
    day: addDays(DAY_0, below(42) - 7),
    minute: pick([600, 800, 1200]),
    store: channel === "web" ? 3 : 1 + below(2),
    product: 1 + below(BAG),
    channel,
    fulfilment: channel === "web" ? pick(["home", "collect"]) : "store",
    kind: random() < 0.1 ? "refund" : "sale",
    quantity: random() < 0.1 ? -1 : 1,
  };
});

let database: TestDatabase;
let workspaceId: number;
let changeId: number;
beforeAll(async () => {
  database = await testDatabase();
  const { sql: db } = database.owner;
  const one = async (rows: Promise<readonly Record<string, unknown>[]>) => Number((await rows)[0]?.id);
  workspaceId = await one(db`
    insert into workspace (slug, name, currency, tz, pinned_day) values ('w', 'W', 'EUR', 'UTC', '2024-04-04') returning id`);
  changeId = await one(db`
    insert into change (workspace_id, title, moved, kind, state, start_actual, recorded_on, created_at)
    values (${workspaceId}, 'Move', 'store', 'move', 'live', ${DAY_0}, ${DAY_0}, now()) returning id`);
  await db`
    insert into cohort (workspace_id, change_id, revision, day0, alarm_from, horizon_days, round_days, seed, model, strata, counts,
      balance, diagnostics, frozen_at)
    values (${workspaceId}, ${changeId}, 1, ${DAY_0}, ${DAY_0}, 91, 28, 1, '{}', '[]', '{}', '[]', '{}', now())`;
  await db`
    insert into customer (workspace_id, customer_id, kind, reference)
    select ${workspaceId}, id, 'person', 'C' || id from generate_series(1, ${PEOPLE}::int) id`;
  await db`
    insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, stratum, x, t_x, t_total, due_days)
    select ${workspaceId}, id, ${changeId}, 1, 0, case when id % 2 = 0 then 'exposed' else 'twin' end, ${DAY_0}, 'regulars', 0, 0, 0, 0,
      ${DUE_DAYS} from generate_series(1, ${PEOPLE}::int) id`;
  await db`
    insert into store (workspace_id, id, source_id, external_id, name) overriding system value
    select ${workspaceId}, id, 1, 'S' || id, 'S' || id from generate_series(1, 3) id`;
  await db`
    insert into product (workspace_id, id, source_id, external_id, kind, path, name, merchandise) overriding system value
    select ${workspaceId}, id, 1, 'P' || id, 'product', '', 'P' || id, id <> ${BAG}::int from generate_series(1, ${BAG}::int) id`;
  await db`
    insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id, product_id,
      channel, fulfilment, kind, quantity, amount_minor, batch_id)
    select ${workspaceId}, id, 1, int8send(row_number() over ()), row_number() over (), day, day, minute, store, product, channel,
      fulfilment, kind, quantity, 100, 1
    from jsonb_to_recordset(${JSON.stringify(lines)}::text::jsonb) as l(id bigint, day date, minute int, store bigint, product bigint, channel text,
      fulfilment text, kind text, quantity numeric)`;
  await database.owner.db.execute(sql`
    insert into visit (workspace_id, customer_id, day, store_id, channel, occasion, sale_lines, amount_minor, refund_minor,
      new_products, first_minute)
    select ${workspaceId}, v.* from (${visitsOfLines(workspaceId, "all")}) v`);
});
afterAll(() => database.drop());

const everything: ScopeRule = { stores: [], products: [], channels: [], fulfilments: [], hours: [], list: null };

/** How many of each arm went where: "exposed followed 3". */
async function read(rule: ScopeRule): Promise<string[]> {
  const actor = { kind: "command", name: "test" } as const;
  const who = { workspaceId, actor, now: new Date("2024-04-05T08:00:00Z") };
  return inWorkspace(database.app.db, who, async (scope) => {
    const target = await changeRule(scope, changeId);
    await gatherMembers(scope, target, "2024-04-04", { silent: [], gaps: [] });
    const wave = { wave: 0, day0: DAY_0, from: DAY_0, to: CLOSES };
    const places = await readPlaces(scope, { ...target, rule }, { kind: "round", round: 1, days: 28, waves: [wave] });
    return places.map(({ exposed, place, n }) => `${exposed ? "exposed" : "twin"} ${place} ${n}`).sort();
  });
}

/** The same, person by person and line by line. */
function expected(rule: ScopeRule): string[] {
  const tally = new Map<string, number>();
  for (let id = 1; id <= PEOPLE; id++) {
    const own = lines.filter(
      (line) => line.id === id && line.kind === "sale" && line.quantity > 0 && line.product !== BAG,
    );
    const seen = own.filter(({ day }) => day >= DAY_0 && day <= CLOSES);
    const [best] = seen.map((line) => failedBy(rule, line)).sort((a, b) => rank(a) - rank(b));
    const key = `${id % 2 === 0 ? "exposed" : "twin"} ${best === undefined ? "silent" : (best[0] ?? "followed")}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
  }
  return [...tally].map(([key, n]) => `${key} ${n}`).sort();
}

const order = ["product", "store", "channel", "hours"];
const rank = (failed: readonly string[]) => 10 * failed.length + order.indexOf(failed[0] ?? "product");

function failedBy({ stores, products, channels, fulfilments, hours }: ScopeRule, line: Line): string[] {
  const isIn = (asked: readonly unknown[], value: unknown) => asked.length === 0 || asked.includes(value);
  const met = {
    product: isIn(products, line.product),
    store: isIn(stores, line.store),
    channel: isIn(channels, line.channel) && isIn(fulfilments, line.fulfilment),
    hours: hours.length === 0 || hours.some(({ from, to }) => line.minute >= from && line.minute < to),
  };
  return order.filter((name) => !met[name as keyof typeof met]);
}

describe("where people went, against their lines read one by one", () => {
  const hours = [{ from: 540, to: 720 }];
  const rules: [string, Partial<ScopeRule>][] = [
    ["stores", { stores: [1] }],
    ["products", { products: [2, 3] }],
    ["a product that is no merchandise", { products: [BAG] }],
    ["products and stores", { products: [2, 3], stores: [2] }],
    ["products, stores and channels", { products: [1, 4], stores: [1, 3], channels: ["web"] }],
    ["fulfilments", { fulfilments: ["collect"] }],
    ["products and hours", { products: [1, 2], hours }],
    ["all of them", { products: [1, 2, 3], stores: [1], channels: ["store"], fulfilments: ["store"], hours }],
  ];
  for (const [name, asked] of rules) {
    it(name, async () => {
      const rule = { ...everything, ...asked };
      expect(await read(rule)).toEqual(expected(rule));
    });
  }
});
