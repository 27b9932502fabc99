import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Scope } from "../scope";
import { lineKinds } from "./schema";
import { entryShown, type LineKind } from "./shown";

export const entriesPerPage = 40;

/** One person's relationship up to the scope's today, newest first, a page of it; and how many entries of each kind there are. */
export async function lineOf(scope: Scope, customerId: number, asked: { kind?: LineKind | undefined; page: number }) {
  const entries = entriesOf(scope, customerId);
  const counted = await scope.db.execute<{ kind: LineKind; n: number }>(sql`
    with ${entries} select kind, count(*)::int as n from entry group by kind`);
  const rows = await scope.db.execute(sql`
    with ${entries}
    select kind, day, at, key, data from entry
    where ${asked.kind ? sql`kind = ${asked.kind}` : sql`true`}
    order by day desc, at desc nulls last, kind, key
    limit ${entriesPerPage} offset ${(asked.page - 1) * entriesPerPage}`);
  const counts = Object.fromEntries(
    lineKinds.map((kind) => [kind, counted.find((one) => one.kind === kind)?.n ?? 0]),
  ) as Record<LineKind, number>;
  const total = asked.kind ? counts[asked.kind] : Object.values(counts).reduce((sum, n) => sum + n, 0);
  return {
    entries: z
      .array(entryShown)
      .parse(
        rows.map(({ kind, day, key, data }) => ({ kind, day, key: `${String(kind)} ${String(key)}`, ...Object(data) })),
      ),
    counts,
    page: asked.page,
    pages: Math.max(1, Math.ceil(total / entriesPerPage)),
  };
}

/** CTEs ending in `entry`: kind, day, moment (null: only the day is known), key, and what the kind has of its own. */
function entriesOf(scope: Scope, customerId: number): SQL {
  const { workspaceId, today } = scope;
  const own = (alias: string) => {
    const of = sql.identifier(alias);
    return sql`${of}.workspace_id = ${workspaceId} and ${of}.customer_id = ${customerId}`;
  };
  const until = (alias: string) => sql`${own(alias)} and ${sql.identifier(alias)}.day <= ${today}::date`;
  const written = (origin: string) => sql`(
      select v.body from verbatim v
      where ${own("v")} and v.source_id = t.source_id and v.row_key = t.row_key and v.origin = ${origin}
    )`;
  const store = sql`(select s.name from store s where s.workspace_id = ${workspaceId} and s.id = t.store_id)`;
  const key = sql`t.source_id || ' ' || encode(t.row_key, 'hex')`;
  return sql`
    article as (
      select l.day, l.store_id, l.channel, l.product_id, min(l.at) as at,
        count(*) filter (where l.kind = 'sale') as lines,
        coalesce(sum(l.amount_minor) filter (where l.kind = 'sale'), 0) as paid,
        coalesce(sum(l.amount_minor) filter (where l.kind = 'refund'), 0) as refunded
      from purchase_line l
      where ${until("l")} and l.kind in ('sale', 'refund')
      group by l.day, l.store_id, l.channel, l.product_id
    ),
    stop as (
      select t.day, t.store_id, t.channel, min(t.at) as at, sum(t.lines) as lines, sum(t.paid) as paid, sum(t.refunded) as refunded,
        (array_agg(p.name order by t.paid desc, p.name) filter (where t.lines > 0))[1:3] as articles,
        count(*) filter (where t.lines > 0) as products
      from article t left join product p on p.workspace_id = ${workspaceId} and p.id = t.product_id
      group by t.day, t.store_id, t.channel
    ),
    entry as (
      select 'occasion' as kind, t.day, min(t.at) as at, t.day::text as key, json_build_object('stops', json_agg(json_build_object(
          'store', ${store}, 'channel', t.channel, 'lines', t.lines, 'paidMinor', t.paid, 'refundedMinor', t.refunded,
          'articles', coalesce(to_json(t.articles), '[]'), 'products', t.products) order by t.at)) as data
      from stop t group by t.day
      union all
      select 'interaction', t.day, t.at, ${key}, json_build_object('what', t.kind, 'direction', t.direction, 'mode', t.mode,
          'channel', t.channel, 'store', ${store},
          'product', (select p.name from product p where p.workspace_id = ${workspaceId} and p.id = t.product_id),
          'resolvedFirst', t.resolved_first, 'transferred', t.transferred, 'words', ${written("interaction")})
      from interaction t where ${until("t")}
      union all
      select 'answer', t.day, t.at, ${key}, json_build_object('score', t.score, 'survey', t.survey, 'store', ${store},
          'invited', t.invitation_key is not null, 'words', ${written("survey_response")})
      from survey_response t where ${until("t")}
      union all
      select 'invitation', t.day, t.at, ${key}, json_build_object('survey', t.survey, 'channel', t.channel, 'random', t.random)
      from survey_invitation t where ${until("t")}
      union all
      select 'persona', t.day, t.at, ${key}, json_build_object('persona', t.persona, 'answers', t.answers,
          'words', ${written("persona_answer")})
      from persona_answer t where ${until("t")}
      union all
      select 'exposure', m.day0, null, k.id::text, json_build_object('changeId', k.id, 'title', k.title, 'arm', m.arm,
          'until', m.censored_on)
      from cohort_member m
      join change k on k.workspace_id = ${workspaceId} and k.id = m.change_id and k.revision = m.revision
      where ${own("m")} and m.day0 <= ${today}::date
      union all
      select 'listed', coalesce(k.start_actual, k.start_planned), null, k.id::text,
        json_build_object('changeId', k.id, 'title', k.title)
      from change_customer n
      join change k on k.workspace_id = ${workspaceId} and k.id = n.change_id
      where ${own("n")} and coalesce(k.start_actual, k.start_planned) <= ${today}::date
    )`;
}
