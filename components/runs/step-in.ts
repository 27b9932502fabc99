import type { getTranslations } from "next-intl/server";
import type { ShownRun } from "@/server/jobs/schema";

type Words = Awaited<ReturnType<typeof getTranslations<"runs">>>;

/** A step in words, with the change it is about. */
export function stepIn(t: Words, { job, change }: Pick<ShownRun, "job" | "change">): string {
  const key = `job.${job}` as "job.import";
  const name = t.has(key) ? t(key) : job;
  return change ? `${name}: ${change.title}` : name;
}
