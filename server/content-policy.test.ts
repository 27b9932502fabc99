import { describe, expect, it } from "vitest";
import { contentPolicy } from "./content-policy";

describe("contentPolicy, in production", () => {
  const policy = contentPolicy("abc", true);
  it("says no word that begins with unsafe", () => expect(policy).not.toMatch(/unsafe/));
  it("lets only scripts with the nonce run, and what they load", () =>
    expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';"));
  it("takes styles from this site or with the nonce, no style attribute", () =>
    expect(policy).toContain("style-src 'self' 'nonce-abc';"));
  it("is framed by nobody, sends forms nowhere else, changes no base, embeds nothing", () => {
    for (const rule of ["frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "object-src 'none'"]) {
      expect(policy).toContain(rule);
    }
  });
});
