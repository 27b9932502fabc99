import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { alertActs } from "@/server/alerts/life";
import { changeActs } from "@/server/changes/life";
import { locales } from "@/server/i18n/locale";
import { messages } from "@/server/i18n/messages";
import { actInWords } from "./event-words";

const call = /(?<![.\w])record\(/g;
const written = /(?<![.\w])record\(\s*\w+,\s*\{\s*action: (["`])(.+?)\1,\s*subject(?:: (["`])(.+?)\3)?/g;

/** What stands in the place of `${...}`. */
const filled: Record<string, readonly string[]> = {
  "change.${act}": changeActs,
  "alert.${data.act}": alertActs,
  "alert.${what}": ["raised", "weakened", "reopened"],
};

const sources = readdirSync("server", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|^audit/.test(file))
  .map((file) => readFileSync(path.join("server", file), "utf8"))
  .filter((text) => text.includes("audit/record"));
const found = sources.flatMap((text) => [...text.matchAll(written)]);
const actions = found.flatMap(([, , action = ""]) =>
  action.includes("$") ? (filled[action] ?? [action]).map((one) => action.replace(/\$\{.*?\}/, one)) : [action],
);
const subjects = found.flatMap(([, , , , subject]) => (subject ? [subject.replace(/\$\{.*?\}/, "12")] : []));

describe.each(locales)("the audit in words, %s", (locale) => {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "settings" });
  const words = t as unknown as Parameters<typeof actInWords>[1];

  it("every act that is written down is found here", () => {
    expect(found).toHaveLength(sources.reduce((sum, text) => sum + [...text.matchAll(call)].length, 0));
    expect(new Set(actions).size).toBeGreaterThan(40);
  });
  it.each([...new Set(actions)].sort())("%s", (action) => {
    expect(actInWords(action, words)).not.toBe(action);
    expect(Object.keys(messages[locale].settings.topics)).toContain(action.split(/[.:]/)[0]);
  });
  it.each([...new Set(subjects)].sort())("about %s", (subject) => {
    expect(Object.keys(messages[locale].settings.subjects)).toContain(subject.split(":")[0]);
  });
});
