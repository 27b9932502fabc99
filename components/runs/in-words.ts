import { getFormatter, getTranslations } from "next-intl/server";
import { durationIn } from "./duration";

/** Figures of steps in the reader's words and zone. */
export async function getRunWords(tz: string) {
  const [t, format] = await Promise.all([getTranslations("runs"), getFormatter()]);
  const duration = durationIn(t);
  return {
    t,
    clock: (at: Date) => format.dateTime(at, { timeStyle: "medium", timeZone: tz }),
    minute: (at: Date) => format.dateTime(at, "minute", { timeZone: tz }),
    took: (seconds: number | null) => (seconds === null ? t("unsaid") : duration(seconds)),
    rows: (rows: number | null) => (rows === null ? t("unsaid") : format.number(rows, "count")),
    /** What a step did: "3 waves opened, 1,337 twins"; counts of nothing are not said. */
    did: (job: string, counts: Record<string, number>) => {
      const said = Object.entries(counts).flatMap(([key, count]) => {
        const word = `count.${job}.${key}` as "count.count-days.days";
        if (count === 0) return [];
        return [t.has(word) ? t(word, { count }) : t("other", { count: format.number(count, "count"), what: key })];
      });
      return said.join(", ") || t("unsaid");
    },
  };
}

export type RunWords = Awaited<ReturnType<typeof getRunWords>>;
