import { createTranslator } from "next-intl";
import { permissions } from "./auth/permissions";
import { DomainError, type ErrorParams } from "./errors";
import type { Locale } from "./i18n/locale";
import { messages } from "./i18n/messages";
import { log } from "./log";

/** A failure in the reader's words. What is no DomainError says nothing but its reference in the log, if it has one. */
export function sentence(error: unknown, locale: Locale): string {
  if (error instanceof DomainError) return sentenceOf(error.code, error.params, locale);
  const reference = error instanceof Error && "digest" in error ? String(error.digest) : "-";
  return sentenceOf("internal", { reference }, locale);
}

/** The sentence of an error code (server/errors.ts says how it is found). */
export function sentenceOf(code: string, params: ErrorParams, locale: Locale): string {
  const dot = code.indexOf(".");
  const key = dot < 0 ? `errors.${code}` : `${code.slice(0, dot)}.errors.${code.slice(dot + 1)}`;
  const t = translator(locale);
  if (t.has(key)) return t(key, inWords(params, t));
  log.warn("error without a sentence", { code });
  return t("errors.input");
}

interface Translator {
  (key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
}

function translator(locale: Locale): Translator {
  return createTranslator({ locale, messages: messages[locale] }) as unknown as Translator;
}

/** An action of the permission table is said as the table says it. */
function inWords(params: ErrorParams, t: Translator): ErrorParams {
  const { action } = params;
  if (typeof action !== "string" || !(action in permissions)) return params;
  return { ...params, action: t(`settings.actions.${action}`) };
}
