import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { changeFields } from "../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { enqueue } from "../jobs/enqueue";
import { handlers } from "../jobs/registry";
import { runChain } from "../jobs/run-chain";
import { openChange } from "./cohort/open-change";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const START = 480;
const at = (day: number) => plus(FIRST_DAY, day);

/** One night from the derivation on. @returns its runs, in the order in which they were asked for */
async function night({ workspaceId, inScope }: TestRetailer) {
  const { sql: owner } = database.owner;
  const [before] = await owner<{ id: number }[]>`select coalesce(max(id), 0)::int as id from job_run`;
  await inScope((scope) => enqueue(scope, "derive-visits", "workspace", {}));
  const workshop = { app: database.app, owner: database.owner, clock: () => new Date() };
  await runChain(workshop, workspaceId, handlers, ["run-placebos"]);
  return owner<{ job: string; rows: number }[]>`
    select job, rows::int from job_run
    where workspace_id = ${workspaceId} and id > ${before?.id ?? 0} and job not in ('run-placebos', 'judge-data') order by id`;
}

describe("what waits for the portraits", () => {
  it("a cohort is frozen once they are made, the list is drawn once, at the end, drift is looked for once a week", async () => {
    const retailer = await testRetailer(database, { seed: 71, customers: 1500, days: START + 20, stores: 8 });
    await retailer.derive();
    const fields = {
      title: "Moved",
      moved: "store",
      kind: "moved",
      start: at(START),
      scope: { stores: [{ id: retailer.stores[0] ?? 0 }] },
    };
    const { id } = await retailer.inScope(
      (within) => recordChange(within, { ...changeFields.parse(fields), as: "recorded" }),
      at(START),
    );
    for (const state of ["queued", "running", "failed"]) {
      await database.owner.sql`delete from job_run`;
      await database.owner.sql`
        insert into job_run (workspace_id, job, subject, state, queued_at)
        values (${retailer.workspaceId}, 'refit-model', 'workspace', ${state}, now())`;
      expect([state, await retailer.inScope((scope) => openChange(scope, id))]).toEqual([state, null]);
    }
    await database.owner.sql`delete from job_run`;

    const first = await night(retailer);
    expect(first.filter(({ job }) => job === "open-cohort").map(({ rows }) => rows > 0)).toEqual([true]);
    const place = (name: string) => first.findIndex(({ job }) => job === name);
    expect(place("count-days")).toBeGreaterThan(place("refresh-portraits"));
    expect(first.at(-1)?.job).toBe("draw-up-list");
    expect(first.filter(({ job }) => job === "draw-up-list" || job === "look-for-drift")).toHaveLength(2);

    const second = await night(retailer);
    expect(second.map(({ job }) => job)).toEqual(
      expect.arrayContaining(["count-days", "read-change", "refresh-portraits"]),
    );
    expect(second.filter(({ job }) => job === "open-cohort")).toHaveLength(1);
    expect(second.filter(({ job }) => job === "look-for-drift")).toEqual([]);
    expect(second.at(-1)?.job).toBe("draw-up-list");
  });
});
