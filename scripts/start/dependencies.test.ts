import { describe, expect, it } from "vitest";
import { nodeIsTooOld } from "../prestart.mjs";
import { staleness } from "./dependencies.mjs";

const lock = {
  packages: {
    "": {},
    "node_modules/next": { version: "16.4.6" },
    "node_modules/a/node_modules/b": { version: "1.0.0" },
    "node_modules/bin-linux": { version: "2.0.0", optional: true, os: ["linux"], cpu: ["x64"] },
    "node_modules/bin-darwin": { version: "2.0.0", optional: true, os: ["darwin"], cpu: ["arm64"] },
    "node_modules/bin-musl": { version: "2.0.0", optional: true, os: ["linux"], cpu: ["x64"], libc: ["musl"] },
  },
};
const { "node_modules/bin-darwin": _, "node_modules/bin-musl": __, ...here } = lock.packages;
const facts = {
  lock,
  installed: { packages: here },
  stamp: undefined,
  exists: () => true,
  platform: "linux",
  cpu: "x64",
  lockHash: "h",
};

describe("dependencies are stale", () => {
  it("when npm recorded nothing", () => {
    expect(staleness({ ...facts, installed: undefined })).toBe("none yet");
  });
  it("not when everything of this platform is there: darwin's and musl's binaries may be absent", () => {
    expect(staleness(facts)).toBeUndefined();
  });
  it("when a version differs: 16.4.5 is there, 16.4.6 is named", () => {
    const installed = { packages: { ...here, "node_modules/next": { version: "16.4.5" } } };
    expect(staleness({ ...facts, installed })).toBe("next is 16.4.5, not 16.4.6");
  });
  it("when a nested one is missing from npm's record, or its folder from the disk", () => {
    const { "node_modules/a/node_modules/b": ___, ...less } = here;
    expect(staleness({ ...facts, installed: { packages: less } })).toBe("b is missing");
    expect(staleness({ ...facts, exists: (folder: string) => !folder.endsWith("/b") })).toBe("b is missing");
  });
  it("when this platform's optional binary is missing, unless npm itself left it out of this very lock file", () => {
    const { "node_modules/bin-linux": ___, ...less } = here;
    const without = { ...facts, installed: { packages: less } };
    expect(staleness(without)).toBe("bin-linux is missing");
    expect(staleness({ ...without, stamp: { platform: "linux", cpu: "x64", lock: "h" } })).toBeUndefined();
    expect(staleness({ ...without, stamp: { platform: "linux", cpu: "x64", lock: "older" } })).toBe(
      "bin-linux is missing",
    );
  });
  it("when node_modules came from another machine", () => {
    expect(staleness({ ...facts, stamp: { platform: "darwin", cpu: "arm64", lock: "h" } })).toBe(
      "made for another machine",
    );
  });
});

describe("Node", () => {
  it.each([
    ["18.20.4", true],
    ["20.18.9", true],
    ["20.19.0", false],
    ["22.1.0", false],
  ])("%s is too old: %s", (version, old) => {
    expect(nodeIsTooOld(version)).toBe(old);
  });
});
