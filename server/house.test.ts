import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** Habits of the house that no linter knows (docs/architecture.md). */
const files = ["app", "components", "server"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/(\.test|[/\\]testing)\.tsx?$/.test(file));

const containing = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(file, "utf8")));

describe("only one file", () => {
  it("puts text into SQL unescaped: scope.ts, a checked integer", () =>
    expect(containing(/\bsql\.raw\(/)).toEqual(["server/scope.ts"]));
  it("reads the clock: clock.ts", () =>
    expect(containing(/\bnew Date\(\)|\bDate\.now\(\)/)).toEqual(["server/clock.ts"]));
  it("and none rolls dice without a seed", () => expect(containing(/\bMath\.random\(/)).toEqual([]));
});

describe("no style attribute, which the content policy would block", () => {
  it("in any component", () => expect(containing(/\sstyle=\{/)).toEqual([]));
});
