import { sql } from "drizzle-orm";
import { z } from "zod";
import { record } from "../audit/record";
import { identityValue } from "../ingest/identity-value";
import type { Scope } from "../scope";
import { identityKinds } from "./schema";

export const foundPerPage = 25;
/** People beyond these are counted as "more": nobody pages through a thousand. */
const MOST = 1000;

/** What LIKE takes for more than itself, and how it is made to mean itself. */
const special = String.raw`([\\%_])`;
const escaped = String.raw`\\\1`;

const row = z.object({
  customer_id: z.coerce.number(),
  reference: z.string().nullable(),
  home_area: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
  by: z.enum(identityKinds).nullable(),
  segment: z.string().nullable(),
  last_day: z.string().nullable(),
  occasions: z.coerce.number(),
  found: z.coerce.number(),
  alike: z.coerce.number(),
});

/**
 * People by words (all of them, anywhere in reference, home area and attributes; accents and case do not count), or by an
 * identity typed in whole, who come first. Each search is audited with how many it found and whom it showed. The words are not
 * kept, not even hashed: they are names and addresses, and a hash of those is guessed back.
 */
export async function searchCustomers(scope: Scope, { words, page }: { words: string; page: number }) {
  const rows = await find(scope, words, page);
  const [first] = rows;
  const found = Math.min(first?.found ?? 0, MOST);
  const after = { found, page, people: rows.map((one) => one.customer_id) };
  await record(scope, { action: "people.search", subject: "customers", after });
  return {
    people: rows.map((one) => ({
      id: one.customer_id,
      reference: one.reference,
      homeArea: one.home_area,
      attributes: one.attributes,
      segment: one.segment,
      lastDay: one.last_day,
      occasions: one.occasions,
      by: one.by,
    })),
    found,
    more: (first?.alike ?? 0) > MOST,
    page,
    pages: Math.max(1, Math.ceil(found / foundPerPage)),
  };
}

/** Attributes are searched as the text of their JSON; their names and its signs are taken out of what was found again. */
async function find({ db, workspaceId }: Scope, words: string, page: number) {
  const terms = words.split(/[\s,;"]+/).filter((term) => term !== "");
  const whole = identityKinds.flatMap((kind) => {
    const message = identityValue(kind, words);
    return message ? [{ kind, message }] : [];
  });
  const rows = await db.execute(sql`
    with term as (
      select distinct fold(value) as word from jsonb_array_elements_text(${JSON.stringify(terms)}::jsonb)
    ),
    pattern as (
      select array_agg('%' || regexp_replace(word, ${special}, ${escaped}, 'g') || '%' order by length(word) desc) as patterns,
        sum(length(word)) as letters
      from term
    ),
    exact as materialized (
      select found_id as customer_id, min(found_kind) as by
      from jsonb_to_recordset(${JSON.stringify(whole)}::jsonb) as asked (kind text, message text)
      cross join lateral customers_of_identities(array[kind], array[message])
      group by found_id
    ),
    alike as materialized (
      select found_id as customer_id from pattern cross join lateral customers_like(patterns, ${MOST + 1}::int)
      where letters >= 2
    ),
    hit as (
      select c.customer_id, c.reference, c.home_area, c.attributes, e.by, fold(c.reference) = fold(${words}) as named
      from customer c
      left join exact e using (customer_id)
      cross join lateral (
        select fold(concat_ws(' ', c.reference, c.home_area, string_agg(value, ' '))) as words from jsonb_each_text(c.attributes)
      ) own
      where c.workspace_id = ${workspaceId} and c.kind = 'person'
        and c.customer_id in (select customer_id from exact union select customer_id from alike)
        and (e.by is not null or not exists (select from term where strpos(own.words, term.word) = 0))
    )
    select h.*, s.segment, s.last_day, coalesce(s.x + 1, 0) as occasions, count(*) over () as found,
      (select count(*) from alike) as alike
    from hit h
    left join customer_state s on s.workspace_id = ${workspaceId} and s.customer_id = h.customer_id
    order by h.by is null, h.named is not true, s.last_day desc nulls last, h.customer_id
    limit ${foundPerPage} offset ${(page - 1) * foundPerPage}`);
  return z.array(row).parse([...rows]);
}
