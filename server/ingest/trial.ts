import type postgres from "postgres";
import type { ToldAt } from "./catalogue-books";

export type TrialOutcome = "new" | "changed" | "unchanged" | "refused";

/** What would happen to one row of a file. */
export interface TrialRow {
  line: number;
  outcome: TrialOutcome;
  /** What the row was understood to say. */
  said: Record<string, string>;
  changes: { field: string; from: string; to: string }[];
}

/** How many rows a trial tells one by one. */
export const trialRows = 200;

/** Gathers row by row what an importer does, where it runs only to be taken back (dry-run.ts). */
export class Trial {
  readonly rows: TrialRow[] = [];
  /** Whether facts were staged: their outcome is read from the tables afterwards. */
  hasStaged = false;

  /** One row whose outcome the importer knows itself. */
  say({ line }: ToldAt, row: Omit<TrialRow, "line">): void {
    if (this.rows.length < trialRows) this.rows.push({ line, ...row });
  }

  /** Remembers line and key of the first staged facts, before merging takes any away: `trial_row(line, row_key)`. */
  async staged(sql: postgres.TransactionSql, table: "stage_line" | "stage_fact" | "stage_stock"): Promise<void> {
    const key = table === "stage_line" ? "line_key" : "row_key";
    const kept = table === "stage_stock" ? "true" : "kind <> 'refused'";
    await sql.unsafe(
      `create temp table trial_row on commit drop as
       select line, ${key} as row_key from ${table} where ${kept} order by line limit ${trialRows}`,
    );
    this.hasStaged = true;
  }
}
