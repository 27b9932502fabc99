import type { TestDatabase } from "@/db/testing";
import type { TestShop } from "../ingest/testing";
import { at } from "../ingest/testing";
import { undo } from "../ingest/undo";
import { handlers } from "../jobs/registry";
import { runChain } from "../jobs/run-chain";
import { inWorkspace, type Scope } from "../scope";
import { askErasure } from "./ask-erasure";
import { askJoin } from "./ask-join";
import { partJoin } from "./part-join";

/** What an admin does to a test shop's rows, each followed by the jobs that it asked for. */
export interface Admin {
  enter<T>(work: (scope: Scope) => Promise<T>): Promise<T>;
  join(from: number, into: number): Promise<number>;
  part(id: number): Promise<void>;
  undo(batchId: number): Promise<void>;
  erase(customerId: number): Promise<number>;
  /** Runs all that waits. */
  jobs(): Promise<number>;
  /** The customer of a reference. */
  person(reference: string): Promise<number>;
}

export function adminOf({ owner, app }: TestDatabase, { workspaceId, workshop }: TestShop): Admin {
  const actor = { kind: "member", userId: 1, role: "admin", seesPeople: true } as const;
  const enter = <T>(work: (scope: Scope) => Promise<T>) => inWorkspace(app.db, { workspaceId, actor, now: at }, work);
  const jobs = () => runChain(workshop, workspaceId, handlers);
  return {
    enter,
    jobs,
    async join(from, into) {
      const { id } = await enter((scope) => askJoin(scope, { from, into }));
      await jobs();
      return id;
    },
    async part(id) {
      await enter((scope) => partJoin(scope, { id }));
      await jobs();
    },
    async undo(id) {
      await enter((scope) => undo(scope, { id }));
      await jobs();
    },
    async erase(id) {
      const asked = await enter((scope) => askErasure(scope, { id }));
      await jobs();
      return asked.id;
    },
    async person(reference) {
      const [row] = await owner.sql<{ id: string }[]>`
        select customer_id as id from customer where workspace_id = ${workspaceId} and reference = ${reference}`;
      return Number(row?.id);
    },
  };
}
