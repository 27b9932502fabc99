import type postgres from "postgres";

interface QueueDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: postgres.Row[]; rowCount: number }>;
}

/**
 * pg-boss over a postgres.js connection or transaction, so that a job is part of the transaction that wants it.
 * Takes clients that Drizzle has wrapped (`connect`): those leave JSON to the caller.
 */
export function queueDatabase(sql: postgres.Sql | postgres.TransactionSql): QueueDatabase {
  return {
    async executeSql(text, values = []) {
      const result = await sql.unsafe(text, values.map(asParameter) as postgres.ParameterOrJSON<never>[]);
      const rows = [...result];
      return { rows, rowCount: result.count };
    },
  };
}

function asParameter(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  const isObject =
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
  return isObject ? JSON.stringify(value) : value;
}
