import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import type { Outcome } from "@/server/trpc/outcome";

type Props = { minExpectedLines: number; action: (outcome: Outcome, form: FormData) => Promise<Outcome> };

/** From how many expected lines on a day without any is a gap. */
export function GapRule({ minExpectedLines, action }: Props) {
  const t = useTranslations("quality.strips.rule");
  return (
    <details className="mt-6">
      <summary className="touch cursor-pointer text-ink-soft text-small hover:text-ink">{t("title")}</summary>
      <ActionForm action={action} label={t("title")} className="mt-3 grid max-w-xl gap-5 border-hairline border-l pl-4">
        <FormInput
          name="minExpectedLines"
          type="number"
          min={1}
          max={1000}
          required
          label={t("label")}
          hint={t("hint")}
          defaultValue={minExpectedLines}
        />
        <div>
          <SubmitButton look="plain">{t("save")}</SubmitButton>
        </div>
      </ActionForm>
    </details>
  );
}
