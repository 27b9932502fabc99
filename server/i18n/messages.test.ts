import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { locales } from "./locale";
import { messages } from "./messages";

function keys(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, path === "" ? key : `${path}.${key}`));
}

/** Names in braces, not the words of a plural's branch ("one {alert}"). */
function placeholders(value: unknown): string[] {
  const branch = /(?<!\b(?:zero|one|two|few|many|other|=\d+)\s*)\{\s*(\w+)\s*[,}]/g;
  return [...JSON.stringify(value).matchAll(branch)].map((match) => String(match[1]));
}

describe("messages", () => {
  for (const locale of locales) {
    it(`every file of messages/${locale} is listed`, () => {
      const files = readdirSync(new URL(`../../messages/${locale}`, import.meta.url))
        .filter((name) => name.endsWith(".json"))
        .map((name) => name.slice(0, -".json".length));
      expect(Object.keys(messages[locale]).sort()).toEqual(files.sort());
    });
  }

  it("French has the same keys as English", () => {
    expect(keys(messages.fr).sort()).toEqual(keys(messages.en).sort());
  });

  it("French fills in the same values as English", () => {
    for (const [domain, words] of Object.entries(messages.en)) {
      const french = new Set(placeholders(messages.fr[domain as keyof typeof messages.fr]));
      const missing = placeholders(words).filter((name) => !french.has(name));
      expect({ domain, missing }).toEqual({ domain, missing: [] });
    }
  });
});
