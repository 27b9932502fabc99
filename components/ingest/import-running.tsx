import { useFormatter, useTranslations } from "next-intl";
import { Progress } from "@/components/ui/progress";
import type { ShownBatch } from "@/server/ingest/schema";
import { KeepFresh } from "./keep-fresh";

const steps = ["reading", "checking", "catalogue", "people", "lines", "days"] as const;

/** How far an import is: the share of the file that was read, then the step. */
export function ImportRunning({ batch, step }: { batch: ShownBatch; step: string | null }) {
  const t = useTranslations("ingest");
  const format = useFormatter();
  const known = steps.find((name) => name === step) ?? (batch.state === "merging" ? "lines" : "reading");
  const label = batch.state === "queued" ? t("state.queued") : t(`step.${known}`);
  const isReading = batch.state === "reading" && batch.totalBytes > 0;
  const share = Math.min(1, batch.doneBytes / Math.max(1, batch.totalBytes));
  return (
    <div className="max-w-xl" aria-live="polite">
      <Progress
        id="import-progress"
        label={label}
        max={100}
        {...(isReading && { value: Math.floor(share * 100), note: format.number(share, "percent") })}
      />
      <p className="mt-2 text-ink-soft text-small">{t("one.runningHint")}</p>
      <KeepFresh everyMs={1500} />
    </div>
  );
}
