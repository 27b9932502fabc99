import type postgres from "postgres";
import { median } from "../median";

/**
 * Seconds of the yardstick, three times: who came on how many days, from when to when, and for how much. Its rows are added
 * up on the server, each of their columns, so that none is left out and none is sent.
 */
export async function yardstick(sql: postgres.Sql): Promise<{ seconds: number; rounds: number[] }> {
  const rounds: number[] = [];
  while (rounds.length < 3) {
    const started = performance.now();
    await sql`
      select count(customer_id), sum(days), min(first_day), max(last_day), sum(amount) from (
        select customer_id, count(distinct day), min(day), max(day), sum(amount_minor)
        from purchase_line group by customer_id
      ) person (customer_id, days, first_day, last_day, amount)`;
    rounds.push((performance.now() - started) / 1000);
  }
  return { seconds: median(rounds), rounds };
}
