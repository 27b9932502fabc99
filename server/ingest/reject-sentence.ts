import { createTranslator } from "next-intl";
import type { Locale } from "../i18n/locale";
import { messages } from "../i18n/messages";
import { sentenceOf } from "../sentence";
import type { Reject } from "./rejects";

/** A reject as it is kept; a later version may know other codes. */
export type StoredReject = Omit<Reject, "code"> & { code: string };

/** "tills.csv, line 214: ordered_at is "31/02/2026", which is not a date. Use YYYY-MM-DD HH:mm:ss." */
export function rejectSentence(reject: StoredReject, locale: Locale): string {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "ingest" }) as unknown as Translate;
  const { file, line, column, value } = reject;
  const params = { ...reject.params, column: column || "?", value };
  const said = reject.code.includes(".")
    ? sentenceOf(reject.code, reject.params, locale)
    : t(`rejects.${reject.code}`, params);
  return t("atLine", { file, line, sentence: said });
}

type Translate = (key: string, values: Record<string, string | number>) => string;
