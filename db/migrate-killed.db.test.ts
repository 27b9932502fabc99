import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate, migrationState } from "./migrate";

const name = "killed_migration";
const url = new URL(inject("templateUrl"));
url.pathname = `/${name}`;
const ownerUrl = url.toString();
const queues = ["derive-visits"];

const onServer = (statement: string) => {
  const sql = postgres(inject("templateUrl"), { max: 1, onnotice: () => {} });
  return sql.unsafe(statement).finally(() => sql.end());
};
const fresh = async () => {
  await onServer(`drop database if exists ${name} with (force)`);
  await onServer(`create database ${name}`);
};

/** `migrate` in a process of its own, which says when it begins. */
function start(): ChildProcess {
  const program = `import { migrate } from "./db/migrate.ts"; process.stdout.write("begins");
    await migrate({ ownerUrl: ${JSON.stringify(ownerUrl)}, queues: ${JSON.stringify(queues)} });`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** Every table, column, index, policy, function and right. */
async function catalogue(): Promise<string[]> {
  const sql = postgres(ownerUrl, { max: 1 });
  try {
    const rows = await sql<{ line: string }[]>`
      select format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) as line
      from information_schema.columns where table_schema in ('public', 'drizzle')
      union all select indexdef from pg_indexes where schemaname = 'public'
      union all select format('%s %s %s', tablename, policyname, qual) from pg_policies where schemaname = 'public'
      union all select format('%s %s', oid::regprocedure, md5(prosrc)) from pg_proc where pronamespace = 'public'::regnamespace
      union all select format('%s %s', table_name, privilege_type) from information_schema.role_table_grants
        where table_schema = 'public' and grantee = 'triptych_app'
      order by 1`;
    return rows.map((row) => row.line);
  } finally {
    await sql.end();
  }
}

describe("kill -9 of the migrating process", () => {
  beforeAll(fresh);
  afterAll(() => onServer(`drop database if exists ${name} with (force)`));

  it("at 12 moments leaves a database that the next migration completes, equal to one left in peace", async () => {
    const peaceful = start();
    if (peaceful.stdout) await once(peaceful.stdout, "data");
    const began = performance.now();
    await once(peaceful, "exit");
    const usual = performance.now() - began;
    const expected = await catalogue();
    const states = new Set<string>();
    for (let moment = 0; moment < 12; moment++) {
      await fresh();
      const child = start();
      if (child.stdout) await once(child.stdout, "data");
      await Promise.race([wait((usual * moment) / 12), once(child, "exit")]);
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      states.add((await migrationState(ownerUrl)).kind);
      await migrate({ ownerUrl, queues });
      expect(await migrationState(ownerUrl)).toEqual({ kind: "current" });
      expect(await catalogue()).toEqual(expected);
    }
    expect(states).not.toEqual(new Set(["current"]));
  });
});
