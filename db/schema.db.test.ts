import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const sentences = async (rows: Promise<readonly { fault: string }[]>) => (await rows).map((row) => row.fault);

/** Tables with a `workspace_id`, and the workspaces themselves, that the application could read across workspaces. */
function unguarded(sql: postgres.Sql): Promise<string[]> {
  return sentences(sql<{ fault: string }[]>`
    with guarded as (
      select c.oid, c.relname, c.relrowsecurity from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and (c.relname = 'workspace' or exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)))
    select format('%s has no row-level security', relname) as fault from guarded where not relrowsecurity
    union all
    select format('%s has no policy of one workspace for triptych_app', relname) from guarded where not exists (
      select from pg_policies p where p.schemaname = 'public' and p.tablename = relname and p.cmd = 'ALL'
        and 'triptych_app' = any (p.roles) and p.qual = p.with_check
        and p.qual ~* '^[(](workspace_)?id = [(]nullif[(]current_setting[(]''app.workspace_id''::text, true[)], ''''::text[)][)]::integer[)]$')
    union all
    select format('%s has a second, wider policy', relname) from guarded
    where (select count(*) from pg_policies p where p.schemaname = 'public' and p.tablename = relname) > 1
    order by 1`);
}

/** What the application login holds that it must not. */
function overpowered(sql: postgres.Sql): Promise<string[]> {
  return sentences(sql<{ fault: string }[]>`
    select format('it is %s', word) as fault from pg_roles r, lateral (values
      ('a superuser', r.rolsuper), ('above row-level security', r.rolbypassrls), ('a maker of roles', r.rolcreaterole),
      ('a maker of databases', r.rolcreatedb)) as power (word, held)
    where r.rolname = 'triptych_app' and held
    union all
    select format('it owns %s', relname) from pg_class where relowner = 'triptych_app'::regrole
    union all
    select format('it owns the function %s', proname) from pg_proc where proowner = 'triptych_app'::regrole
    union all
    select format('it is a member of %s', roleid::regrole) from pg_auth_members where member = 'triptych_app'::regrole
    union all
    select 'it may make tables' where has_schema_privilege('triptych_app', 'public', 'create')
    union all
    select format('it may %s %s', power, t.name)
    from unnest(array['user_account', 'workspace_secret', 'sign_in_attempt', 'user_session', 'rate_window']) as t (name),
      unnest(array['select', 'insert', 'update', 'delete']) as power
    where has_table_privilege('triptych_app', t.name, power)
      or power <> 'delete' and has_any_column_privilege('triptych_app', t.name, power)
    union all
    select format('it may %s %s', power, t.name)
    from unnest(array['audit_event', 'change_revision', 'history']) as t (name), unnest(array['update', 'delete']) as power
    where has_table_privilege('triptych_app', t.name, power)
    union all
    select format('it may %s %s', power, t.name)
    from unnest(array['purchase_line', 'interaction', 'survey_invitation', 'survey_response', 'persona_answer', 'verbatim',
      'stock_interval', 'superseded_row', 'overwritten_value', 'joined_identity']) as t (name),
      unnest(array['insert', 'update', 'delete']) as power
    where has_table_privilege('triptych_app', t.name, power)
    order by 1`);
}

/** Ways around the policies: views with their owner's rights, definer functions that can be led astray. */
function backDoors(sql: postgres.Sql): Promise<string[]> {
  return sentences(sql<{ fault: string }[]>`
    select format('the view %s reads as its owner', c.relname) as fault
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('v', 'm')
      and not coalesce('security_invoker=true' = any(c.reloptions), false)
    union all
    select format('%s runs as its owner on the caller''s search path', p.proname)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.prosecdef
      and not coalesce(exists (select from unnest(p.proconfig) as setting where setting like 'search_path=%'), false)
    union all
    select format('%s runs as its owner for everybody', p.proname)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.prosecdef and has_function_privilege('public', p.oid, 'execute')
    order by 1`);
}

describe("the catalogue", () => {
  it("every table with a workspace_id keeps to one workspace", async () => {
    expect(await unguarded(database.owner.sql)).toEqual([]);
  });
  it("the application login owns nothing, bypasses nothing and reads no account", async () => {
    expect(await overpowered(database.owner.sql)).toEqual([]);
  });
  it("no view and no definer function is a way around", async () => {
    expect(await backDoors(database.owner.sql)).toEqual([]);
  });
});

describe("what is seeded is found", () => {
  async function seeded(statement: string, look: (sql: postgres.Sql) => Promise<string[]>): Promise<string[]> {
    let found: string[] = [];
    const rollBack = new Error("enough seen");
    await database.owner.sql
      .begin(async (tx) => {
        await tx.unsafe(statement);
        found = await look(tx as unknown as postgres.Sql);
        throw rollBack;
      })
      .catch((error) => {
        if (error !== rollBack) throw error;
      });
    return found;
  }
  const fresh = "create table fresh (workspace_id int not null, id int)";
  const policy = (condition: string) =>
    `create policy p on fresh to triptych_app using (${condition}) with check (${condition})`;

  it("a table without row-level security", async () => {
    expect(await seeded(fresh, unguarded)).toEqual([
      "fresh has no policy of one workspace for triptych_app",
      "fresh has no row-level security",
    ]);
  });
  it("a table whose policy lets all through", async () => {
    expect(await seeded(`${fresh}; alter table fresh enable row level security; ${policy("true")}`, unguarded)).toEqual(
      ["fresh has no policy of one workspace for triptych_app"],
    );
  });
  it("a right on accounts, on one column only", async () => {
    expect(await seeded("grant select (password_hash) on user_account to triptych_app", overpowered)).toEqual([
      "it may select user_account",
    ]);
  });
  it("a view that reads as its owner, a careless definer function", async () => {
    expect(await seeded("create view everyone as select * from customer", backDoors)).toEqual([
      "the view everyone reads as its owner",
    ]);
    const careless = "create function careless() returns int language sql security definer as 'select 1'";
    expect(await seeded(careless, backDoors)).toEqual([
      "careless runs as its owner for everybody",
      "careless runs as its owner on the caller's search path",
    ]);
  });
});

describe("under the policies", () => {
  it("no workspace said, or said and over: no row and no error, in every table", async () => {
    const { sql } = database.app;
    const tables = await sql<{ name: string }[]>`
      select tablename as name from pg_policies where schemaname = 'public' and policyname = 'workspace_only'`;
    expect(tables.length).toBeGreaterThan(25);
    await database.owner.sql`insert into workspace (slug, name, currency, tz) values ('a', 'A', 'EUR', 'UTC')`;
    await sql.begin((tx) => tx`set local app.workspace_id = '1'`);
    for (const { name } of tables.filter((table) => table.name !== "workspace_secret")) {
      const [row] = await sql`select count(*)::int as n from ${sql(name)}`;
      expect({ name, n: row?.n }).toEqual({ name, n: 0 });
    }
  });
  it("a row for another workspace is refused, and another's row is neither changed nor removed", async () => {
    const { owner, app } = database;
    const [one, two] = await owner.sql<{ id: number }[]>`
      insert into workspace (slug, name, currency, tz) values ('one', 'One', 'EUR', 'UTC'), ('two', 'Two', 'EUR', 'UTC')
      returning id`;
    if (!one || !two) throw new Error("no workspaces");
    await owner.sql`insert into source (workspace_id, name) values (${two.id}, 'tills')`;
    const inOne = (statement: string) =>
      app.sql.begin(async (tx) => {
        await tx.unsafe(`set local app.workspace_id = '${one.id}'`);
        return (await tx.unsafe(statement)).count;
      });
    await expect(inOne(`insert into source (workspace_id, name) values (${two.id}, 'mine')`)).rejects.toThrow(
      /row-level/,
    );
    expect(await inOne(`update source set name = 'mine' where workspace_id = ${two.id}`)).toBe(0);
    expect(await inOne(`delete from source where workspace_id = ${two.id}`)).toBe(0);
    expect(await inOne(`update workspace set name = 'mine' where id = ${two.id}`)).toBe(0);
  });
});
