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

/**
 * Paths of the repository in code marks (`server/env.ts`, `server/<domain>/jobs.ts`) and links that lead to files. Our own
 * files are also cited without a mark (docs/operations.md).
 */
function citedBy(document: string): string[] {
  const text = readFileSync(document, "utf8");
  const marked = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => String(match[1])).filter((one) => houses.test(one));
  const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) =>
    path.join(path.dirname(document), String(match[1])),
  );
  const plain = [...text.matchAll(/(?<![\w./`-])(?:docs|messages)\/[\w./-]+\.(?:md|json)/g)].map((match) => match[0]);
  return [...marked, ...linked, ...plain];
}

/** Sources in code marks by their name alone (`twins.ts`): the folder was said before. */
function namedBy(document: string): string[] {
  const text = readFileSync(document, "utf8");
  return [...text.matchAll(/`([\w.-]+\.(?:tsx?|mjs|md))`/g)].map((match) => String(match[1]));
}

/** Scripts of package.json that a text asks to run: `npm start`, `npm run import`. */
function scriptsIn(text: string): string[] {
  const asked = text.matchAll(/\bnpm (?:(start|test)\b|run (?:--silent |-s )?([\w:-]+))/g);
  return [...asked].map(([, word, script]) => word ?? script ?? "");
}

const files = ["app", "bench", "components", "db", "docs", "e2e", "messages", "scripts", "server"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.posix.join(folder, file)),
);

const names = new Set([...readdirSync("."), ...files.map((file) => path.posix.basename(file))]);
const pages = files.filter((file) => /^messages\/.*\.json$/.test(file));
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

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

describe("a source that a document names", () => {
  it.each(documents)("%s: is there", (document) => {
    expect(namedBy(document).filter((name) => !names.has(name))).toEqual([]);
  });
});

describe("a command that a document or a page gives", () => {
  it.each([...documents, ...pages])("%s: is in package.json", (document) => {
    expect(scriptsIn(readFileSync(document, "utf8")).filter((script) => !(script in scripts))).toEqual([]);
  });
  it("would be missed if it were gone", () => {
    expect(scriptsIn("`npm start`, npm run --silent stats -- nps, npm run test:pg -- 15, npm ci")).toEqual([
      "start",
      "stats",
      "test:pg",
    ]);
  });
});

describe("a document that a page cites", () => {
  it.each(pages)("%s: is there", (page) => {
    const cited = readFileSync(page, "utf8").match(/\bdocs\/[\w./-]+\.md\b/g) ?? [];
    expect(cited.filter((document) => !existsSync(document))).toEqual([]);
  });
});

describe("the doors between domains", () => {
  const architecture = readFileSync("docs/architecture.md", "utf8");
  const doors = [...readFileSync("biome.json", "utf8").matchAll(/"!\.\.\/([a-z0-9]+\/[a-z-]+)"/g)].map(
    (match) => match[1],
  );
  it("biome.json has some", () => expect(doors).toContain("alerts/raise-alert"));
  it.each(doors)("server/%s.ts: docs/architecture.md says why", (door) => {
    expect(architecture).toContain(`\`server/${door}.ts\``);
  });
});
