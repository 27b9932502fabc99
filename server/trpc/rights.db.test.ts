import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { ringing } from "../alerts/testing";
import { may } from "../auth/permissions";
import { recordChange } from "../changes/record-change";
import { at, buildHouse, type House, lyonMove, roles } from "../changes/testing";
import { DomainError } from "../errors";
import type { Role } from "../scope";
import { allow, createCallerFactory, router } from "./init";
import { appRouter } from "./router";
import { type IdPlace, sampleOf, withValue } from "./sample";
import { type Procedure, proceduresOf } from "./walk";

let database: TestDatabase;
let house: House;
let rival: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
  rival = await buildHouse(database, "rival");
});
afterAll(() => database.drop());

type Who = { role: Role; seesPeople: boolean } | null;
type Answer = { ok: true; value: unknown } | { ok: false; kind: string; code: string };

const everyone: Who[] = [null, ...roles.flatMap((role) => [false, true].map((seesPeople) => ({ role, seesPeople })))];
const admin = { role: "admin", seesPeople: true } as const;
const named = (who: Who) => (who ? `${who.role}${who.seesPeople ? " who sees people" : ""}` : "a stranger");
const createCaller = createCallerFactory(appRouter);

async function call(who: Who, path: string, input: unknown): Promise<Answer> {
  const member = who && { ...who, workspaceId: house.workspaceId, userId: house.members[who.role].userId };
  const caller = createCaller({ db: database.app.db, now: at, member }) as unknown as Record<string, unknown>;
  const procedure = path.split(".").reduce<unknown>((from, step) => (from as Record<string, unknown>)[step], caller);
  try {
    return { ok: true, value: await (procedure as (input: unknown) => Promise<unknown>)(input) };
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof DomainError) {
      return { ok: false, kind: error.cause.kind, code: error.cause.code };
    }
    return { ok: false, kind: "internal", code: error instanceof Error ? error.message : "?" };
  }
}

/** A fresh row of a house, so that what one call does is not in the way of the next. `by` has the changes. */
async function rowOf(where: House, { entity, path }: IdPlace, by: Role = "ops"): Promise<number> {
  const { sql } = database.owner;
  const { workspaceId } = where;
  const made = async (rows: Promise<readonly Record<string, unknown>[]>) => Number((await rows)[0]?.id);
  switch (entity) {
    case "store":
      return where.stores[0] ?? 0;
    case "product":
      return path.includes("categories") ? where.category : where.product;
    case "change":
      return where.as(by === "executive" ? "ops" : by, async (scope) => {
        const draft = { ...lyonMove(where), start: undefined, as: "draft" as const };
        return (await recordChange(scope, draft)).id;
      });
    case "alert":
      return (await ringing(where)).alertId;
    case "source":
      return made(sql`insert into source (workspace_id, name) values (${workspaceId}, gen_random_uuid()) returning id`);
    case "customer":
      return made(sql`
        insert into customer (workspace_id, kind) values (${workspaceId}, 'person') returning customer_id as id`);
    case "import_batch":
      return made(sql`
        insert into import_batch (workspace_id, source_id, kind, files, mapping, state, created_at)
        values (${workspaceId}, ${await rowOf(where, { entity: "source", path })}, 'purchases', '[]', '{}', 'done', now()) returning id`);
    case "customer_join":
      return made(sql`
        with pair as (
          insert into customer (workspace_id, kind) values (${workspaceId}, 'person'), (${workspaceId}, 'person')
          returning customer_id)
        insert into customer_join (workspace_id, from_customer, into_customer, state, reason, proposed_at)
        select ${workspaceId}, max(customer_id), min(customer_id), 'proposed', 'email', now() from pair returning id`);
    case "erasure":
      return made(sql`
        insert into erasure (workspace_id, state, asked_at) values (${workspaceId}, 'done', now()) returning id`);
    case "invitation":
      return made(sql`
        insert into invitation (workspace_id, email_key, role, token_hash, created_at, expires_at)
        values (${workspaceId}, gen_random_uuid() || '@example.com', 'ops', gen_random_uuid(), now(), now() + interval '7 days')
        returning id`);
    case "api_key":
      return made(sql`
        insert into api_key (workspace_id, name, prefix, hash, scopes, created_at)
        values (${workspaceId}, 'Till', 'tk_1', gen_random_uuid(), '{data:import}', now()) returning id`);
    case "data_alert":
      return made(sql`
        insert into data_alert (workspace_id, dedupe_key, kind, since_on, evidence, raised_at)
        values (${workspaceId}, gen_random_uuid(), 'late_source', '2024-06-01', '{}', now()) returning id`);
    case "job_run":
      return made(sql`
        insert into job_run (workspace_id, job, subject, state, queued_at)
        values (${workspaceId}, 'derive-visits', 'workspace', 'done', now()) returning id`);
    case "member":
      return made(sql`
        with account as (
          insert into user_account (email_key, name) values (gen_random_uuid(), 'Somebody') returning id)
        insert into member (workspace_id, user_id, role) select ${workspaceId}, id, 'ops' from account returning id`);
  }
}

async function inputFor(procedure: Procedure, by: Role = "ops") {
  if (!procedure.input) return { input: undefined, ids: [] };
  const sample = await sampleOf(procedure.input, (place) => rowOf(house, place, by));
  const parsed = procedure.input.safeParse(sample.input);
  if (!parsed.success) {
    throw new Error(`${procedure.path}: no sample could be made (${parsed.error.message}). Give its schema examples.`);
  }
  return sample;
}

const procedures = proceduresOf(appRouter);

describe("every procedure, called as each role", () => {
  for (const procedure of procedures) {
    it(`${procedure.path} asks for ${procedure.action}`, async () => {
      for (const who of everyone) {
        const { input } = await inputFor(procedure, who?.role);
        const answer = await call(who, procedure.path, input);
        const refusal = answer.ok ? "" : `${answer.kind}: ${answer.code}`;
        const seen = { who: named(who), refusal };
        if (!who) expect(seen).toEqual({ ...seen, refusal: "unauthenticated: signIn" });
        else if (!may(who, procedure.action)) expect(seen).toEqual({ ...seen, refusal: "forbidden: role" });
        else
          expect(seen).toEqual({
            ...seen,
            refusal: expect.not.stringMatching(/^(unauth|forbidden|not_found|internal)/),
          });
      }
    });
  }
});

const nobodysId = 999_999_999;

/** An answer may say the id that was asked about, and nothing else about it. */
function echoing(answer: Answer, id: number): Answer {
  return JSON.parse(JSON.stringify(answer, (_, value) => (value === id ? "the id asked about" : value))) as Answer;
}

describe("every id parameter, given another workspace's id", () => {
  for (const procedure of procedures) {
    it(procedure.path, async () => {
      const { ids } = await inputFor(procedure);
      for (const place of ids) {
        const { input } = await inputFor(procedure);
        const foreignId = await rowOf(rival, place);
        const foreign = await call(admin, procedure.path, withValue(input, place.path, foreignId));
        const nobodys = await call(admin, procedure.path, withValue(input, place.path, nobodysId));
        const at = place.path.join(".");
        expect({ at, ...echoing(foreign, foreignId) }).toEqual({ at, ...echoing(nobodys, nobodysId) });
        if (procedure.kind === "mutation") expect(foreign).toMatchObject({ ok: false, kind: "not_found" });
        else if (!foreign.ok) expect(foreign.kind).toBe("not_found");
      }
    });
  }
});

describe("the walk itself", () => {
  const plain = (input: z.ZodType) =>
    router({
      fresh: allow("pages:read")
        .input(input)
        .query(() => null),
    });

  it("fails on a procedure made without allow()", () => {
    const bare = { _def: { procedures: { fresh: { _def: { type: "query", inputs: [] } } } } };
    expect(() => proceduresOf(bare)).toThrow("fresh names no action");
  });
  it("fails on an input of which no sample can be made", async () => {
    const odd = proceduresOf(plain(z.object({ code: z.string().regex(/^x{7}$/) })))[0];
    await expect(odd && inputFor(odd)).rejects.toThrow("Give its schema examples");
  });
  it("no input holds an id that is not marked as one", () => {
    const unmarked = procedures.filter(
      ({ input }) => input && namesUnmarkedId(z.toJSONSchema(input, { io: "input", unrepresentable: "any" })),
    );
    expect(unmarked.map((one) => one.path)).toEqual([]);
  });
  it("a member of another workspace is a stranger here, whatever the role", async () => {
    const caller = createCaller({ db: database.app.db, now: at, member: null });
    await expect(caller.workspaces.people()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

function namesUnmarkedId(node: unknown, name = ""): boolean {
  if (typeof node !== "object" || node === null) return false;
  const { type, entity } = node as { type?: string; entity?: string };
  if (/(^id|Ids?)$/.test(name) && type === "integer" && !entity) return true;
  return Object.entries(node).some(([key, inner]) => namesUnmarkedId(inner, key === "items" ? name : key));
}
