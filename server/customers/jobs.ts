import { and, eq } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { lockAllSources } from "../ingest/source-lock";
import { enqueue } from "../jobs/enqueue";
import type { Handler } from "../jobs/run";
import { eraseCustomer } from "./erase-customer";
import { joinCustomers } from "./join-customers";
import { partCustomers } from "./part-customers";

/**
 * Makes a join that is `joining`, undoes one that is `parting`, and asks for what follows: one transaction, beside no import. A
 * join that is neither has been seen to.
 */
export const joinCustomersJob: Handler<"join-customers"> = (job, { joinId }) =>
  job.asOwner(async (scope) => {
    await lockAllSources(clientOf(scope.db), scope.workspaceId);
    const [join] = await scope.db
      .select()
      .from(customerJoin)
      .where(and(eq(customerJoin.workspaceId, scope.workspaceId), eq(customerJoin.id, joinId)))
      .for("update");
    if (join?.state === "joining") await joinCustomers(scope, join);
    else if (join?.state === "parting") await partCustomers(scope, join);
    else return;
    await enqueue(scope, "derive", "workspace", {});
  });

/** Erases one person, beside no import. Done already: nothing is left to do. */
export const eraseCustomerJob: Handler<"erase-customer"> = (job, { erasureId }) =>
  job.asOwner(async (scope) => {
    await lockAllSources(clientOf(scope.db), scope.workspaceId);
    const erased = await eraseCustomer(scope, erasureId);
    if (erased) await enqueue(scope, "derive", "workspace", {});
  });
