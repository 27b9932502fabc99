import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/form/action-form";
import { FormCheckbox } from "@/components/form/form-checkbox";
import { SubmitButton } from "@/components/form/submit-button";
import type { Outcome } from "@/server/trpc/outcome";

type Props = { on: boolean; action: (outcome: Outcome, form: FormData) => Promise<Outcome> };

/** Whether a verified e-mail address that two sources give joins two customers without asking. */
export function JoinRule({ on, action }: Props) {
  const t = useTranslations("customers.joins.rule");
  return (
    <ActionForm action={action} label={t("question")} className="grid max-w-xl gap-5">
      <FormCheckbox name="joinSameVerifiedEmail" label={t("label")} hint={t("hint")} defaultChecked={on} />
      <div>
        <SubmitButton look="plain">{t("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
