import type postgres from "postgres";
import { copyText } from "./copy-rows";

/** A row about a customer on its way into staging; texts as they are, ordinals of the books of stores and products. */
export interface StagedFact {
  /** Row key, 32 hexadecimal digits. */
  key: string;
  /** Hash and value of the identity that it came with, as columns of COPY. */
  identity: string;
  moment: { at: number | string; day: number };
  store?: number | undefined;
  product?: number | undefined;
  kind: string;
  score?: string;
  direction?: string;
  mode?: string;
  channel?: string;
  resolvedFirst?: boolean | null;
  transferred?: boolean | null;
  survey?: string;
  /** Row key of the invitation that was answered. */
  invitation?: string | undefined;
  stratum?: string;
  random?: boolean;
  persona?: string;
  answers?: Record<string, string | number>;
  body?: string;
  line: number;
}

/** Where rows about customers that are no purchases wait, in the order of the columns that `factLine` writes. */
export async function stageFacts(sql: postgres.TransactionSql): Promise<void> {
  await sql.unsafe(`
    create temp table stage_fact (
      row_key bytea not null, identity_hash bytea, reference text, at_ms bigint not null, day_number int not null,
      store_ordinal int, product_ordinal int, kind text not null, score smallint, direction text, mode text, channel text,
      resolved_first boolean, transferred boolean, survey text, invitation_key bytea, stratum text, random boolean,
      persona text, answers jsonb, body text, line bigint not null
    ) on commit drop`);
}

export function factLine(fact: StagedFact): string {
  const { moment, invitation, answers } = fact;
  return [
    `\\\\x${fact.key}\t${fact.identity}\t${moment.at}\t${moment.day}`,
    fact.store ?? "\\N",
    fact.product ?? "\\N",
    fact.kind,
    told(fact.score),
    told(fact.direction),
    told(fact.mode),
    told(fact.channel),
    flag(fact.resolvedFirst),
    flag(fact.transferred),
    told(fact.survey),
    invitation === undefined ? "\\N" : `\\\\x${invitation}`,
    told(fact.stratum),
    flag(fact.random),
    told(fact.persona),
    answers === undefined ? "\\N" : copyText(JSON.stringify(answers)),
    told(fact.body),
    fact.line,
  ].join("\t");
}

function told(text: string | undefined): string {
  return text === undefined || text === "" ? "\\N" : copyText(text);
}

function flag(value: boolean | null | undefined): string {
  return value === undefined || value === null ? "\\N" : value ? "t" : "f";
}

/** The k-th of rows alike takes a key of its own; of rows with an id of their own that comes again the last one stays. */
export async function settleFactKeys(sql: postgres.TransactionSql, hasIds: boolean): Promise<number> {
  const again = `
    with again as materialized (select row_key from stage_fact group by row_key having count(*) > 1), numbered as (
      select s.ctid as place, row_number() over (partition by s.row_key order by s.line ${hasIds ? "desc" : ""}) as copy
      from stage_fact s join again using (row_key)
    )`;
  const settled = await sql.unsafe(
    hasIds
      ? `${again} delete from stage_fact s using numbered n where s.ctid = n.place and n.copy > 1`
      : `${again} update stage_fact s set row_key = substring(sha256(s.row_key || int8send(n.copy)) from 1 for 16)
         from numbered n where s.ctid = n.place and n.copy > 1`,
  );
  return hasIds ? settled.count : 0;
}
