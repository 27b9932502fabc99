import type { Options } from "@/scripts/stats/options";
import type { Table } from "@/scripts/stats/read-table";

/** One method behind the door: what options it takes, and its result without `method` and `version`. */
export interface Method {
  /** Grows when the same table would give another result. */
  version: string;
  options: readonly string[];
  run(table: Table, options: Options): { n: number } & Record<string, unknown>;
}
