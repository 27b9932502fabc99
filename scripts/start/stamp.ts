import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** What a production build is made of: a change to any of it makes the build stale. */
const SOURCES = [
  "app",
  "components",
  "server",
  "db",
  "messages",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** Never part of the build: tests, the demo's rows, migrations, the embedded server. */
const OUTSIDE = /\.test\.tsx?$|^db\/(demo|migrations|embedded|testing)/;

/** A digest of the build's sources, of their names and contents and never of their dates. */
export function sourceStamp(root: string): string {
  const digest = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
  for (const file of SOURCES.flatMap((source) => filesIn(root, source)).sort()) {
    digest
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return digest.digest("hex");
}

function filesIn(root: string, relative: string): string[] {
  const full = path.join(root, relative);
  if (OUTSIDE.test(relative) || !existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [relative];
  return readdirSync(full).flatMap((name) => filesIn(root, path.posix.join(relative, name)));
}
