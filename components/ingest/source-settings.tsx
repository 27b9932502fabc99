import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/form/action-form";
import { FormCheckbox } from "@/components/form/form-checkbox";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import type { ShownSource } from "@/server/ingest/schema";
import type { Outcome } from "@/server/trpc/outcome";

type Props = { source: ShownSource; action: (outcome: Outcome, form: FormData) => Promise<Outcome> };

/** What was agreed with one source. */
export function SourceSettings({ source, action }: Props) {
  const t = useTranslations("ingest");
  const title = t("sources.settings", { name: source.name });
  return (
    <details>
      <summary className="touch cursor-pointer text-ink-soft text-small hover:text-ink">{title}</summary>
      <ActionForm action={action} label={title} className="mt-3 grid max-w-xl gap-5 border-hairline border-l pl-4">
        <FormInput
          name={`expected-${source.id}`}
          type="number"
          min={1}
          max={366}
          label={t("sources.expectedEvery")}
          hint={t("sources.expectedEveryHint")}
          defaultValue={source.expectedEvery ?? ""}
        />
        <FormCheckbox
          name={`sample-${source.id}`}
          label={t("sources.sample")}
          hint={t("sources.sampleHint")}
          defaultChecked={source.sampleOfLines}
        />
        <div>
          <SubmitButton look="plain">{t("sources.save")}</SubmitButton>
        </div>
      </ActionForm>
    </details>
  );
}
