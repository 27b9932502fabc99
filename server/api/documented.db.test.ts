import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits, rates, repeatHours } from "./limits";
import { refusals } from "./refusal";
import { mostAttributes } from "./row-schema";
import { type TestHouse, testHouse } from "./testing";

const page = readFileSync(new URL("../../docs/api.md", import.meta.url), "utf8");
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((found) => found[1] ?? "");

let house: TestHouse;
beforeAll(async () => {
  house = await testHouse();
});
afterAll(() => house.end());

/** What a curl command of the page sends. */
function requestOf(command: string) {
  const address = /"\$SITE([^"]*)"/.exec(command)?.[1] ?? "";
  const headers = Object.fromEntries(
    [...command.matchAll(/-H "([^:"]+): ([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  const body = /-d '([^']*)'/.exec(command)?.[1] ?? /<<'ROWS'\n([\s\S]*?)ROWS/.exec(command)?.[1];
  const { Authorization: _, ...rest } = headers;
  return { address, asked: { headers: rest, ...(body !== undefined && { body }) } };
}

describe("docs/api.md", () => {
  it("its commands do what it says", async () => {
    const [sale = "", look = "", people = ""] = commands;
    const first = requestOf(sale);
    const sent = await house.ask(first.address, first.asked);
    const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "{}");
    expect([sent.status, Object.keys(sent.body), sent.body.rows]).toEqual([202, Object.keys(shown), shown.rows]);
    await house.work();
    const { address, asked } = requestOf(look);
    const import12 = await house.ask(address.replace("12", String(sent.body.import)), asked);
    expect(import12.body).toMatchObject({ state: "done", report: { kept: 1, refused: 0 }, rejects: [] });
    expect(import12.headers.get("content-language")).toBe("fr");
    const crm = requestOf(people);
    expect(await house.ask(crm.address, crm.asked)).toMatchObject({ status: 202, body: { rows: 2 } });
    expect(commands.length).toBe(3);
  });
  it("its figures are those of the server", () => {
    const figures = [
      `at most ${limits.jsonBytes / 1024 ** 2} MB): an array`,
      `at most ${limits.ndjsonBytes / 1024 ** 2} MB): a row`,
      `At most ${limits.rows.toLocaleString("en")} rows`,
      `up to ${mostAttributes} names`,
      `for ${repeatHours} hours`,
      `${rates.perKey} requests of a key or ${rates.perAddress.toLocaleString("en")} of an address`,
    ];
    expect(figures.filter((figure) => !page.includes(figure))).toEqual([]);
    const told = [...page.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, statuses = ""]) =>
      statuses.split(", ").map(Number),
    );
    expect(told).toEqual([...new Set([...Object.values(refusals), 503])].sort((one, other) => one - other));
  });
});
