import type { TestDatabase } from "@/db/testing";
import { type Actor, inWorkspace, type Role, type Scope } from "../scope";
import type { RecordInput } from "./record-change";

export const roles = ["executive", "ops", "marketer", "admin"] as const;

/** A workspace with a member per role, two stores and a category, pinned to 20 November 2026. For tests. */
export interface House {
  workspaceId: number;
  members: Record<Role, { userId: number; memberId: number }>;
  stores: number[];
  category: number;
  product: number;
  as<T>(actor: Role | Actor, work: (scope: Scope) => Promise<T>): Promise<T>;
}

export const at = new Date("2026-11-21T09:00:00Z");

export async function buildHouse(database: TestDatabase, slug: string): Promise<House> {
  const { sql } = database.owner;
  const one = async (rows: Promise<readonly Record<string, unknown>[]>) => Number((await rows)[0]?.id);
  const workspaceId = await one(sql`
    insert into workspace (slug, name, currency, tz, pinned_day)
    values (${slug}, ${slug}, 'EUR', 'Europe/Paris', '2026-11-20') returning id`);
  const members = {} as House["members"];
  for (const role of roles) {
    const userId = await one(sql`
      insert into user_account (email_key, name) values (${`${role}@${slug}`}, ${`${role} of ${slug}`}) returning id`);
    const memberId = await one(sql`
      insert into member (workspace_id, user_id, role, sees_people)
      values (${workspaceId}, ${userId}, ${role}, ${role === "marketer"}) returning id`);
    members[role] = { userId, memberId };
  }
  const sourceId = await one(
    sql`insert into source (workspace_id, name) values (${workspaceId}, 'tills') returning id`,
  );
  const stores: number[] = [];
  for (const name of ["Lyon", "Nantes"]) {
    stores.push(
      await one(sql`
        insert into store (workspace_id, source_id, external_id, name)
        values (${workspaceId}, ${sourceId}, ${name}, ${name}) returning id`),
    );
  }
  const [category = 0, product = 0] = await Promise.all(
    (["category", "product"] as const).map((kind) =>
      one(sql`
        insert into product (workspace_id, source_id, external_id, kind, name, path)
        values (${workspaceId}, ${sourceId}, ${`K-${kind}`}, ${kind}, ${`Knitwear ${kind}`}, 'Women / Knitwear')
        returning id`),
    ),
  );
  const as = <T>(who: Role | Actor, work: (scope: Scope) => Promise<T>) => {
    const actor: Actor =
      typeof who === "string"
        ? { kind: "member", userId: members[who].userId, role: who, seesPeople: who === "marketer" }
        : who;
    return inWorkspace(database.app.db, { workspaceId, actor, now: at }, work);
  };
  return { workspaceId, members, stores, category, product, as };
}

/** The Lyon move as ops would record it, with what a test changes about it. */
export function lyonMove(house: House, other: Partial<RecordInput> = {}): RecordInput {
  return {
    as: "recorded",
    title: "Lyon moves to the quay",
    moved: "store",
    kind: "moved",
    scope: { ...everything, stores: [{ id: house.stores[0] ?? 0 }] },
    start: "2026-11-10",
    tags: [],
    links: [],
    ...other,
  };
}

export const everything: RecordInput["scope"] = {
  stores: [],
  products: [],
  categories: [],
  channels: [],
  fulfilments: [],
  hours: [],
  segments: [],
};
