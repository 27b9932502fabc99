import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** Who a customer is today: themselves, or whom they were joined into, however often. Null where nobody is left. */
export async function currentPerson({ db, workspaceId }: Scope, customerId: number): Promise<number | null> {
  const [row] = await db.execute<{ id: string }>(sql`
    with recursive path as (
      select ${customerId}::bigint as customer_id
      union
      select j.into_customer from path p join customer_join j
        on j.workspace_id = ${workspaceId} and j.from_customer = p.customer_id and j.state in ('joined', 'parting')
    )
    select c.customer_id as id from path p
    join customer c on c.workspace_id = ${workspaceId} and c.customer_id = p.customer_id and c.kind = 'person'`);
  return row ? Number(row.id) : null;
}
