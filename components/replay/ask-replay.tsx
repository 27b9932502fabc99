import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import type { Outcome } from "@/server/trpc/outcome";

type Props = { today: string; action: (outcome: Outcome, form: FormData) => Promise<Outcome> };

/** The days to run again; a year is suggested. */
export function AskReplay({ today, action }: Props) {
  const t = useTranslations("replay");
  const yearAgo = new Date(Date.parse(today) - 364 * 86_400_000).toISOString().slice(0, 10);
  return (
    <ActionForm action={action} label={t("question")} className="flex max-w-xl flex-wrap items-end gap-5">
      <FormInput name="from" type="date" label={t("from")} defaultValue={yearAgo} max={today} required />
      <FormInput name="to" type="date" label={t("to")} defaultValue={today} max={today} required />
      <SubmitButton look="plain">{t("ask")}</SubmitButton>
    </ActionForm>
  );
}
