import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import * as schema from "@/db/schema";

/** Every file of these works as the owner, whose login row-level security does not hold. */
const bulkFolders = ["server/ingest/"];
/** So does every other file that is given the owner's connection. */
const holdsOwner =
  /\bclientOf\(|\bTransactionSql\b|\bowner(: (Connection|postgres\.Sql)\b|\.sql\b|\.db\b|`)|\bowner: \{ sql \}|\bworkshop\.owner\b/;

const tables = Object.values(schema).flatMap((value) => {
  if (!is(value, PgTable)) return [];
  const { name, columns } = getTableConfig(value);
  return columns.some((column) => column.name === "workspace_id") ? [name] : [];
});
const touch = new RegExp(`\\b(?:from|join|into|update|using)\\s+(?:only\\s+)?(?:${tables.join("|")})\\b`, "gi");

const files = ["app", "components", "server", "db", "scripts"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/(\.test|[/\\]testing[\w-]*|[/\\]test-retailer)\.tsx?$/.test(file))
  .map((file) => ({ file, source: readFileSync(file, "utf8") }));
const ownerFiles = files.filter(
  ({ file, source }) => bulkFolders.some((folder) => file.startsWith(folder)) || holdsOwner.test(source),
);

/** The SQL texts of a source that touch a table of workspaces. */
function statementsOf(source: string): string[] {
  const texts = source.match(/`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*"/g) ?? [];
  return texts.filter((text) => text.search(touch) >= 0 && /\b(?:select|insert|update|delete)\b/i.test(text));
}

/** Whether a statement names the workspace at least once for every such table that it touches. */
function namesWorkspaces(statement: string): boolean {
  return (statement.match(/\bworkspace_id\b/g)?.length ?? 0) >= (statement.match(touch)?.length ?? 0);
}

describe("statements of the owner's login", () => {
  it("name workspace_id for every table of workspaces that they touch", () => {
    const found = ownerFiles.flatMap(({ file, source }) =>
      statementsOf(source)
        .filter((statement) => !namesWorkspaces(statement))
        .map((statement) => `${file}: ${statement.slice(0, 80)}`),
    );
    expect(found).toEqual([]);
  });
  it("are found: more than thirty, and not in the import alone", () => {
    const counts = ownerFiles.map(({ file, source }) => ({ file, n: statementsOf(source).length }));
    expect(counts.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThan(30);
    expect(counts.filter(({ file, n }) => n > 0 && !file.startsWith("server/ingest/")).length).toBeGreaterThan(3);
  });
  it.each([
    ["select name from store", false],
    ["select s.name from store s where s.workspace_id = $1", true],
    ["select s.name from store s join product p on p.id = s.id where s.workspace_id = $1", false],
    ["delete from customer using identity i where customer.workspace_id = $1 and i.workspace_id = $1", true],
  ])("%s -> %s", (statement, held) => {
    expect(statementsOf(`\`${statement}\``)).toHaveLength(1);
    expect(namesWorkspaces(statement)).toBe(held);
  });
});

describe("the owner's login", () => {
  it("is never in the hands of pages, of the router, or of what reads for them", () => {
    const inPages = ownerFiles.filter(
      ({ file, source }) =>
        holdsOwner.test(source) && /^(app|components)\/|^server\/trpc\/|\/(queries|router)\.ts$/.test(file),
    );
    expect(inPages).toEqual([]);
  });
  it("is not known to the site: none of its files connects with the owner's address, and its process is not given it", () => {
    const asking = files.filter(
      ({ file, source }) =>
        /^(app|components|server)\//.test(file) && /connect\([^)]*(databaseUrl|ownerUrl)/.test(source),
    );
    expect(asking.map(({ file }) => file)).toEqual([]);
    const start = readFileSync("scripts/start.ts", "utf8");
    expect(start).toContain('const siteEnv = { ...childEnv, DATABASE_URL: "" };');
    expect(start.match(/prepareSite\(root, siteEnv, dev\)/g)).toHaveLength(2);
  });
});
