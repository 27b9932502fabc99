import type postgres from "postgres";

/** Where the rows of a file of customers wait, in the order of the columns that `namedRows` writes. */
export async function stageNamed(sql: postgres.TransactionSql): Promise<void> {
  await sql.unsafe(`
    create temp table stage_named (
      file smallint not null, line bigint not null, reference text, reference_hash bytea, card_hash bytea,
      email_hash bytea, phone_hash bytea, web_hash bytea, verified boolean, home_area text, attributes jsonb not null,
      consent jsonb not null
    ) on commit drop`);
}

/**
 * Puts together what the rows say of one and the same: `stage_somebody(person, anchor_kind, anchor_hash, reference)`, known by
 * the first identity of their rows (the source's reference, else card, e-mail, phone, web), and `stage_claim(person, kind,
 * value_hash, verified)`, every identity that they are given. A row that names nobody but an address which another row gives to
 * somebody speaks of them. An identity given to more than `maxClaims` people is a placeholder and joins nobody. Returns how many
 * of these there are.
 */
export async function gatherPeople(sql: postgres.TransactionSql): Promise<number> {
  await sql.unsafe(`
    create temp table stage_row on commit drop as
    select n.file, n.line, a.kind as anchor_kind, a.hash as anchor_hash,
      dense_rank() over (order by a.kind, a.hash) as person
    from stage_named n cross join lateral (
      select k.kind, k.hash from (values ${identities}) k(rank, kind, hash) where k.hash is not null order by k.rank limit 1
    ) a`);
  await sql.unsafe(`
    create temp table stage_claim on commit drop as
    select r.person, k.kind, k.hash as value_hash, bool_or(n.verified) filter (where k.kind = 'email') as verified,
      bool_or(k.kind = r.anchor_kind and k.hash = r.anchor_hash) as is_anchor, null::bigint as owner
    from stage_row r join stage_named n on n.file = r.file and n.line = r.line
    cross join lateral (values ${identities}) k(rank, kind, hash)
    where k.hash is not null group by r.person, k.kind, k.hash`);
  await sql.unsafe("analyze stage_claim");
  const placeholders = await sql.unsafe(`
    with shared as (
      select kind, value_hash from stage_claim group by kind, value_hash having count(*) > ${maxClaims}
    ), gone as (
      delete from stage_claim c using shared s where c.kind = s.kind and c.value_hash = s.value_hash and not c.is_anchor
    )
    select 1 from shared`);
  await sql.unsafe(`
    create temp table stage_fold on commit drop as
    select a.person, min(b.person) as into_person
    from stage_claim a join stage_claim b on b.kind = a.kind and b.value_hash = a.value_hash and not b.is_anchor
    where a.is_anchor and not exists (select 1 from stage_claim o where o.person = a.person and not o.is_anchor)
    group by a.person`);
  await sql.unsafe("delete from stage_claim c using stage_fold f where c.person = f.person");
  await sql.unsafe("update stage_row r set person = f.into_person from stage_fold f where r.person = f.person");
  await sql.unsafe(`
    create temp table stage_somebody on commit drop as
    select c.person, c.kind as anchor_kind, c.value_hash as anchor_hash, n.reference,
      null::bigint as own, null::bigint as home, false as is_new
    from stage_claim c left join (
      select r.person, max(n.reference) as reference
      from stage_row r join stage_named n on n.file = r.file and n.line = r.line group by r.person
    ) n using (person) where c.is_anchor`);
  return placeholders.count;
}

const maxClaims = 5;

const identities = `(1, 'reference', n.reference_hash), (2, 'card', n.card_hash), (3, 'email', n.email_hash),
  (4, 'phone', n.phone_hash), (5, 'web', n.web_hash)`;
