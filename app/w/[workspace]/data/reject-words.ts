import type { getTranslations } from "next-intl/server";
import type { ShownReject } from "@/server/ingest/schema";

type Words = Awaited<ReturnType<typeof getTranslations<"ingest">>>;

/** Why a row was refused, in the reader's language. */
export function rejectWords(t: Words): (reject: ShownReject) => string {
  const say = t as unknown as ((key: string, values: Record<string, string | number>) => string) & {
    has(key: string): boolean;
  };
  return ({ code, column, value, params }) => {
    const key = `rejects.${code}`;
    return say.has(key) ? say(key, { ...params, column: column || "?", value }) : code;
  };
}
