import { describe, expect, it } from "vitest";
import { identityValue } from "./identity-value";
import { IdentityHashes } from "./keys";

describe("one spelling for all that mean the same", () => {
  it.each([
    ["email", "  Anne.Durand@Example.FR ", "anne.durand@example.fr"],
    ["email", "ANNE@e\u0301xample.fr", "anne@éxample.fr"],
    ["email", "anne at example.fr", null],
    ["email", "anne@example", null],
    ["phone", "+33 (0)6 12-34-56.78", "+33612345678"],
    ["phone", "0033 6 12 34 56 78", "+33612345678"],
    ["phone", "06 12 34 56 78", "0612345678"],
    ["phone", "06 12 34 56 ab", null],
    ["phone", "123", null],
    ["card", " 12ab-34 56\u201078", "12AB345678"],
    ["card", "- -", null],
    ["web", " aB-1 ", "aB-1"],
    ["reference", "C 17", "C 17"],
  ] as const)("%s: %j -> %j", (kind, told, expected) => {
    expect(identityValue(kind, told)).toBe(expected);
  });
});

describe("keyed hashes", () => {
  const key = Buffer.alloc(32, 7);
  it("of references stay what they were", () => {
    expect(new IdentityHashes(key).of("C000017")).toBe("b43ccd7b5c60ec67c03c24245d02e360");
  });
  it("of one value differ by kind and by workspace, and come again the same", () => {
    const kinds = ["reference", "card", "email", "phone", "web"] as const;
    const hashes = kinds.map((kind) => new IdentityHashes(key, kind).of("12345678"));
    expect(new Set(hashes).size).toBe(kinds.length);
    expect(new IdentityHashes(key, "card").of("12345678")).toBe(hashes[1]);
    expect(new IdentityHashes(Buffer.alloc(32, 8), "card").of("12345678")).not.toBe(hashes[1]);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/);
  });
});
