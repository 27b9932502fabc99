import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referringFirst, removeWorkspace } from "./remove-workspace";
import { type TestDatabase, testDatabase } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function fill(slug: string): Promise<number> {
  const { sql } = database.owner;
  const [workspace] = await sql<{ id: number }[]>`
    insert into workspace (slug, name, currency, tz) values (${slug}, ${slug}, 'EUR', 'Europe/Paris') returning id`;
  const id = workspace?.id ?? 0;
  await sql`insert into job_run (workspace_id, job, subject, state, queued_at) values (${id}, 'derive-visits', 'x', 'queued', now())`;
  await sql`insert into workspace_secret (workspace_id, identity_key) values (${id}, '\\x00')`;
  await sql`insert into pgboss.job (name, data) values ('derive-visits', ${JSON.stringify({ workspaceId: id })}::text::jsonb)`;
  return id;
}

describe("removing a workspace", () => {
  it("takes all its rows and its jobs, and none of another's", async () => {
    const [gone, stays] = [await fill("gone"), await fill("stays")];
    await removeWorkspace(database.owner.sql, gone);
    const [left] = await database.owner.sql`
      select (select array_agg(id) from workspace) as workspaces,
        (select array_agg(workspace_id) from job_run) as runs,
        (select array_agg(workspace_id) from workspace_secret) as secrets,
        (select array_agg((data->>'workspaceId')::int) from pgboss.job) as jobs`;
    expect(left).toEqual({ workspaces: [stays], runs: [stays], secrets: [stays], jobs: [stays] });
  });
  it("orders tables: line -> product -> source gives line, product, source", () => {
    const references = [
      { from: "product", to: "source" },
      { from: "line", to: "product" },
    ];
    expect(referringFirst(["source", "product", "line"], references)).toEqual(["line", "product", "source"]);
    expect(() =>
      referringFirst(
        ["a", "b"],
        [
          { from: "a", to: "b" },
          { from: "b", to: "a" },
        ],
      ),
    ).toThrow(/circle: a, b/);
  });
});
