import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { at, testShop } from "./ingest/testing";
import { noteAnswer, readMetrics, routeOf } from "./metrics";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe("metrics", () => {
  it("say of every workspace what waits, what came in, how old it is: ids and counts, no names", async () => {
    const shop = await testShop(database, "maison-secrete");
    await shop.import({
      "sales.csv": "receipt,at,store,customer,product,quantity,amount\nR1,2024-01-01,S1,Zora,P1,1,5\n",
    });
    noteAnswer("GET", "/w/maison-secrete/changes/17", 200, 0.07);
    const { text, type } = await readMetrics(database.app.db, new Date(at.getTime() + 60_000));
    const id = shop.workspaceId;
    expect(type).toContain("text/plain");
    expect(text).toContain(`triptych_jobs{workspace="${id}",about="derive-visits",state="queued"} 1`);
    expect(text).toContain(`triptych_imports{workspace="${id}",about="purchases",state="done"} 1`);
    expect(text).toMatch(new RegExp(`triptych_source_age_days\\{workspace="${id}",about="\\d+"\\} \\d+`));
    expect(text).toContain('triptych_http_seconds_bucket{le="0.1",method="GET",route="/w/changes",status="2xx"} 1');
    expect(text).not.toMatch(/secrete|Zora|tills/);
  });
});

describe("routeOf", () => {
  it.each([
    ["/", "/"],
    ["/w/arpege", "/w"],
    ["/w/arpege/changes/12/edit", "/w/changes"],
    ["/w/arpege/anything", "other"],
    ["/api/v1/purchases", "/api/v1"],
    ["/api/anything", "other"],
    ["/_next/static/x.js", "/_next"],
    ["/wp-login.php", "other"],
  ])("%s -> %s", (pathname, route) => {
    expect(routeOf(pathname)).toBe(route);
  });
});
