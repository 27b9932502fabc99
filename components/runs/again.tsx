import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import type { ShownRun } from "@/server/jobs/schema";
import type { Outcome } from "@/server/trpc/outcome";
import { stepIn } from "./step-in";

export type AgainAction = (outcome: Outcome, form: FormData) => Promise<Outcome>;

/** Asks for the same step about the same thing; what follows from it follows. */
export async function Again({ step, action }: { step: ShownRun; action: AgainAction }) {
  const t = await getTranslations("runs");
  return (
    <ActionForm action={action}>
      <SubmitButton look="plain" aria-label={t("againOf", { step: stepIn(t, step) })}>
        {t("column.again")}
      </SubmitButton>
    </ActionForm>
  );
}
