import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import * as schema from "@/db/schema";

const folder = fileURLToPath(new URL(".", import.meta.url));
const tables = Object.values(schema).flatMap((value) => {
  if (!is(value, PgTable)) return [];
  const { name, columns } = getTableConfig(value);
  return columns.some((column) => column.name === "workspace_id") ? [name] : [];
});
const touches = new RegExp(`\\b(?:from|join|into|update|using)\\s+(?:${tables.join("|")})\\b`, "i");

/** The owner's login is not held by row-level security, so every statement of it names the workspace. */
describe("statements of the bulk verbs", () => {
  const files = readdirSync(folder).filter(
    (name) => name.endsWith(".ts") && !name.includes(".test.") && name !== "testing.ts",
  );
  it("that touch a workspace's table name workspace_id", () => {
    const found: string[] = [];
    let seen = 0;
    for (const name of files) {
      for (const [text] of readFileSync(`${folder}/${name}`, "utf8").matchAll(
        /`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*"/g,
      )) {
        if (!touches.test(text) || !/\b(?:select|insert|update|delete)\b/i.test(text)) continue;
        seen++;
        if (!text.includes("workspace_id")) found.push(`${name}: ${text.slice(0, 80)}`);
      }
    }
    expect(found).toEqual([]);
    expect(seen).toBeGreaterThan(25);
  });
});
