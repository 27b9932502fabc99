import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createTranslator } from "next-intl";
import { formats } from "../server/i18n/formats";
import type { Locale } from "../server/i18n/locale";
import type { Messages } from "../server/i18n/messages";

const folder = fileURLToPath(new URL("../messages", import.meta.url));

/** The product's own words in one language: `words("alerts.act.take")`; `words.has`, `words.rich` as in a page. */
export function wordsIn(locale: Locale) {
  return createTranslator<Messages>({ locale, messages: messagesOf(locale), formats, timeZone: "UTC" });
}
export type Words = ReturnType<typeof wordsIn>;

/** Read from the files: this loader and the site's do not agree on how a module imports JSON. */
function messagesOf(locale: Locale): Messages {
  const files = readdirSync(path.join(folder, locale)).filter((file) => file.endsWith(".json"));
  const entries = files.map((file) => [
    path.basename(file, ".json"),
    JSON.parse(readFileSync(path.join(folder, locale, file), "utf8")),
  ]);
  return Object.fromEntries(entries) as Messages;
}
