import type postgres from "postgres";
import type { Transaction } from "./client";

interface Inside {
  _: { session: { client: postgres.TransactionSql } };
}

/** The postgres.js transaction inside a Drizzle one (internal to drizzle-orm 0.45; transaction-client.db.test.ts holds it). */
export function clientOf(tx: Transaction): postgres.TransactionSql {
  return (tx as unknown as Inside)._.session.client;
}
