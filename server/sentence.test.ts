import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Conflict, Forbidden, NotFound } from "./errors";
import { locales } from "./i18n/locale";
import { messages } from "./i18n/messages";
import { sentence, sentenceOf } from "./sentence";

describe("sentence", () => {
  it("a code without a dot is one of errors.json", () =>
    expect(sentence(new NotFound("change"), "en")).toBe("There is no such change in this workspace."));
  it("a code with a dot is its domain's", () =>
    expect(sentence(new Conflict("settings.lastAdmin"), "fr")).toMatch(/^C’est la seule personne/));
  it("an action is said as the table of rights says it", () =>
    expect(sentence(new Forbidden("role", { action: "changes:record" }), "en")).toMatch(
      /plan changes, make them live/,
    ));
  it("numbers agree: 1 second, 5 secondes", () => {
    expect(sentenceOf("auth.locked", { seconds: 1 }, "en")).toMatch(/Wait 1 second, /);
    expect(sentenceOf("auth.locked", { seconds: 5 }, "fr")).toMatch(/Attendez 5 secondes, /);
  });
  it("what is no DomainError says its reference and nothing else", () => {
    const error = Object.assign(new Error("password of Léa is 1234"), { digest: "ab12" });
    expect(sentence(error, "en")).toMatch(/reference ab12/);
    expect(sentence(error, "en")).not.toMatch(/1234/);
  });
});

describe("every code that the server throws has its sentence, in both languages", () => {
  const thrown = /new (?:NotFound|Forbidden|Conflict|Invalid|Limit|Unauthenticated)\(\s*"([\w.]+)"/g;
  const codes = new Set<string>();
  for (const file of readdirSync("server", { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    for (const [, code] of readFileSync(path.join("server", file), "utf8").matchAll(thrown)) codes.add(String(code));
  }
  it.each([...codes].sort())("%s", (code) => {
    const [domain, key] = code.includes(".") ? code.split(".", 2) : ["errors", code];
    for (const locale of locales) {
      const words = messages[locale][domain as "errors"] as Record<string, unknown> | undefined;
      const found = domain === "errors" ? words : (words?.errors as Record<string, unknown> | undefined);
      expect({ locale, sentence: found?.[String(key)] }).toEqual({ locale, sentence: expect.any(String) });
    }
  });
});
