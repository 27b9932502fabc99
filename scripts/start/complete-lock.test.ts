import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { completeLock } from "./complete-lock.mjs";

describe("package-lock.json", () => {
  it("names every optional package, so that npm ci takes it (else run: node scripts/complete-lock.mjs)", () => {
    const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
    expect(completeLock(lock)).toEqual([]);
  });
  it("gets an entry for one that is missing, for the system that its name says, and keeps one that is nested", () => {
    const lock = {
      packages: {
        "node_modules/swc": {
          optionalDependencies: { "swc-linux-arm-gnueabihf": "^1.2.3", "swc-darwin-arm64": "1.2.3" },
        },
        "node_modules/swc/node_modules/swc-darwin-arm64": { version: "1.2.3" },
      },
    };
    expect(completeLock(lock)).toEqual(["swc-linux-arm-gnueabihf@1.2.3"]);
    expect(lock.packages).toHaveProperty(["node_modules/swc-linux-arm-gnueabihf"], {
      version: "1.2.3",
      optional: true,
      cpu: ["arm"],
      os: ["linux"],
      libc: ["glibc"],
    });
  });
});
