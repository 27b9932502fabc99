import { sql } from "drizzle-orm";
import { z } from "zod";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../scope";
import { identityKinds } from "./schema";

const row = z.object({
  customer_id: z.coerce.number(),
  reference: z.string().nullable(),
  home_area: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
  kinds: z.array(z.enum(identityKinds)),
  sources: z.array(z.string()),
  first_day: z.string().nullable(),
  last_day: z.string().nullable(),
  occasions: z.coerce.number(),
  amount_minor: z.coerce.number(),
  stores: z.array(z.string()),
});

/** What is known of each of these people, to be laid side by side before two are joined. The list of joins audits the look. */
export async function joinSides({ db, workspaceId }: Scope, { ids }: { ids: number[] }) {
  const rows = await db.execute(sql`
    select c.customer_id, c.reference, c.home_area, c.attributes,
      coalesce(known.kinds, '[]') as kinds, coalesce(known.sources, '[]') as sources,
      came.first_day, came.last_day, coalesce(came.occasions, 0) as occasions, coalesce(came.amount_minor, 0) as amount_minor,
      coalesce(came.stores, '[]') as stores
    from customer c
    left join lateral (
      select json_agg(distinct i.kind) as kinds, json_agg(distinct s.name) as sources
      from identity i join source s on s.workspace_id = ${workspaceId} and s.id = i.source_id
      where i.workspace_id = ${workspaceId} and i.customer_id = c.customer_id
    ) known on true
    left join lateral (
      select min(v.day) as first_day, max(v.day) as last_day, count(*) filter (where v.occasion) as occasions,
        sum(v.amount_minor) as amount_minor, json_agg(distinct s.name) as stores
      from visit v join store s on s.workspace_id = ${workspaceId} and s.id = v.store_id
      where v.workspace_id = ${workspaceId} and v.customer_id = c.customer_id
    ) came on true
    where c.workspace_id = ${workspaceId} and c.kind = 'person' and c.customer_id = any(${bigints(ids)})
    order by c.customer_id`);
  return z
    .array(row)
    .parse([...rows])
    .map((one) => ({
      id: one.customer_id,
      reference: one.reference,
      homeArea: one.home_area,
      attributes: one.attributes,
      kinds: one.kinds,
      sources: one.sources,
      firstDay: one.first_day,
      lastDay: one.last_day,
      occasions: one.occasions,
      amountMinor: one.amount_minor,
      stores: one.stores,
    }));
}
