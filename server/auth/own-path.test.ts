import { describe, expect, it } from "vitest";
import { ownPath } from "./own-path";

describe("ownPath", () => {
  it.each([
    ["/w/demo/changes?state=live", "/w/demo/changes?state=live"],
    ["/w/demo#part", "/w/demo"],
    ["//elsewhere.example/x", "/"],
    ["/\\elsewhere.example/x", "/"],
    ["/\t/elsewhere.example", "/"],
    ["/.//elsewhere.example/x", "/"],
    ["/w/..//elsewhere.example/x", "/"],
    ["/%2e//elsewhere.example/x", "/"],
    ["/w/demo//changes", "/w/demo//changes"],
    ["https://elsewhere.example/x", "/"],
    ["javascript:alert(1)", "/"],
    ["w/demo", "/"],
    ["", "/"],
    [undefined, "/"],
    [["/a", "/b"], "/"],
  ])("%j -> %s", (wanted, path) => expect(ownPath(wanted)).toBe(path));
});
