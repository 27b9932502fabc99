import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceStamp } from "./stamp";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "stamp-"));
  mkdirSync(path.join(root, "app"));
  writeFileSync(path.join(root, "app/page.tsx"), "one");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("the build's stamp", () => {
  it("is equal for equal sources, whenever they were written", () => {
    const before = sourceStamp(root);
    writeFileSync(path.join(root, "app/page.tsx"), "one");
    expect(sourceStamp(root)).toBe(before);
  });
  it.each([
    ["app/page.tsx", "two"],
    ["app/other.tsx", "one"],
    ["next.config.mjs", ""],
  ])("changes with %s", (file, text) => {
    const before = sourceStamp(root);
    writeFileSync(path.join(root, file), text);
    expect(sourceStamp(root)).not.toBe(before);
  });
  it("does not change with a test", () => {
    const before = sourceStamp(root);
    writeFileSync(path.join(root, "app/page.test.tsx"), "anything");
    expect(sourceStamp(root)).toBe(before);
  });
});
