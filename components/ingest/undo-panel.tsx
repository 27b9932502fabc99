import { useFormatter, useTranslations } from "next-intl";
import { ActionForm } from "@/components/form/action-form";
import { GraveSubmit } from "@/components/form/grave-submit";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Section } from "@/components/ui/section";
import type { ShownBatch } from "@/server/ingest/schema";
import type { Outcome } from "@/server/trpc/outcome";
import { KeepFresh } from "./keep-fresh";

type Props = {
  batch: ShownBatch;
  action: (outcome: Outcome, form: FormData) => Promise<Outcome>;
  tz: string;
};

/** Taking an import back: the button while it may be, how far it is, and what came of it. */
export function UndoPanel({ batch, action, tz }: Props) {
  const t = useTranslations("ingest");
  const format = useFormatter();
  if (batch.state === "undoing") {
    return (
      <div className="max-w-xl" aria-live="polite">
        <Progress id="undo-progress" label={t("undo.running")} max={100} />
        <p className="mt-2 text-ink-soft text-small">{t("one.runningHint")}</p>
        <KeepFresh everyMs={1500} />
      </div>
    );
  }
  if (batch.state === "undone") {
    const day = batch.undoneAt ? format.dateTime(batch.undoneAt, "minute", { timeZone: tz }) : "";
    return (
      <Notice kind="done" title={t("undo.undone", { day })}>
        <p>{t("undo.undoneNote")}</p>
        <Stayed kept={batch.stayed} />
      </Notice>
    );
  }
  if (!batch.mayUndo) return null;
  return (
    <Section question={t("undo.title")} subtitle={t("undo.note")}>
      <ActionForm action={action} label={t("undo.title")}>
        <GraveSubmit question={t("undo.question")} words={{ yes: t("undo.yes"), no: t("undo.no") }}>
          {t("undo.button")}
        </GraveSubmit>
      </ActionForm>
    </Section>
  );
}

function Stayed({ kept }: { kept: ShownBatch["stayed"] }) {
  const t = useTranslations("ingest");
  if (kept.length === 0) return <p>{t("undo.stayedNone")}</p>;
  return (
    <>
      <p className="mt-2">{t("undo.stayed")}</p>
      <ul className="list-disc pl-5">
        {kept.map(({ what, names }) => (
          <li key={what}>
            {t(`undo.table.${what}`)}: {names.join(", ")}
          </li>
        ))}
      </ul>
    </>
  );
}
