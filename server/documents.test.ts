import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** What a document cites, it can be looked up. */
const documents = [
  ...readdirSync(".").filter((name) => name.endsWith(".md")),
  ...["docs", "server", "db"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.join(folder, name)),
  ),
];

const houses = /^(app|bench|components|db|docs|e2e|messages|scripts|server)\//;

/** Paths of the repository in code marks (`server/env.ts`, `server/<domain>/jobs.ts`) and links that lead to files. */
function citedBy(document: string): string[] {
  const text = readFileSync(document, "utf8");
  const marked = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => String(match[1])).filter((one) => houses.test(one));
  const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) =>
    path.join(path.dirname(document), String(match[1])),
  );
  return [...marked, ...linked];
}

const files = ["app", "bench", "components", "db", "docs", "e2e", "messages", "scripts", "server"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.posix.join(folder, file)),
);

/** `<word>` and `*` stand for any name; an extension may be left out. */
function isThere(cited: string): boolean {
  const plain = cited.replace(/[:,./]+$/, "").replaceAll(/<\w+>/g, "*");
  if (!plain.includes("*")) return existsSync(plain) || existsSync(`${plain}.ts`);
  const pattern = plain.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
  return files.some((file) => new RegExp(`^${pattern}(\\.ts)?$`).test(file));
}

describe("a path that a document cites", () => {
  it.each(documents)("%s: is there", (document) => {
    expect(citedBy(document).filter((cited) => !isThere(cited))).toEqual([]);
  });
  it("would be missed if it were gone", () => {
    expect(isThere("server/nowhere.ts")).toBe(false);
    expect(isThere("server/<domain>/nowhere.ts")).toBe(false);
    expect(isThere("server/<domain>/router.ts")).toBe(true);
  });
});
