import type { getTranslations } from "next-intl/server";
import type { Locale } from "@/server/i18n/locale";
import type { ShownReject } from "@/server/ingest/schema";
import { sentenceOf } from "@/server/sentence";

type Words = Awaited<ReturnType<typeof getTranslations<"ingest">>>;

/** Why a row was refused, in the reader's language. */
export function rejectWords(t: Words, locale: Locale): (reject: ShownReject) => string {
  const say = t as unknown as ((key: string, values: Record<string, string | number>) => string) & {
    has(key: string): boolean;
  };
  return ({ code, column, value, params }) => {
    if (code.includes(".")) return sentenceOf(code, params, locale);
    const key = `rejects.${code}`;
    return say.has(key) ? say(key, { ...params, column: column || "?", value }) : code;
  };
}
