import { createTranslator } from "next-intl";
import { keyMay } from "../auth/permissions";
import type { Locale } from "../i18n/locale";
import { messages } from "../i18n/messages";
import { importOf } from "../ingest/queries";
import type { ShownReject } from "../ingest/schema";
import type { Scope } from "../scope";
import { sentenceOf } from "../sentence";
import { Refusal } from "./refusal";
import { actionOf } from "./routes";
import type { ImportAnswer } from "./wire-schema";

/** One import of the key's workspace, for a key that may send its kind; without the values of rows that did not come by the API. Throws NotFound, Refusal. */
export async function showImport(
  scope: Scope,
  key: { scopes: readonly string[] },
  { id, locale }: { id: number; locale: Locale },
): Promise<ImportAnswer> {
  const { batch, rejects } = await importOf(scope, id);
  const action = actionOf(batch.kind);
  if (!keyMay(key, action)) throw new Refusal("scope", { action });
  const { source, kind, state, report, error } = batch;
  return {
    import: id,
    ...{ source, kind, state },
    created_at: batch.createdAt.toISOString(),
    finished_at: batch.finishedAt?.toISOString() ?? null,
    first_day: batch.firstDay,
    last_day: batch.lastDay,
    complete_through: batch.completeThrough,
    error:
      state !== "failed" ? null : error && { code: error.code, message: sentenceOf(error.code, error.params, locale) },
    report,
    rejects: rejects.map((reject) => shownReject(reject, locale)),
  };
}

function shownReject(reject: ShownReject, locale: Locale): ImportAnswer["rejects"][number] {
  const { file, line, column, value, code, params } = reject;
  const t = createTranslator({ locale, messages: messages[locale], namespace: "ingest" }) as unknown as Translate;
  const message = t(`rejects.${code}`, { ...params, column: column || "?", value });
  return { file, row: Math.max(0, line - 1), field: column, value, code, message };
}

type Translate = (key: string, values: Record<string, string | number>) => string;
