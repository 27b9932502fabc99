import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { GraveSubmit } from "@/components/form/grave-submit";
import { Section } from "@/components/ui/section";
import type { Outcome } from "@/server/trpc/outcome";

type Act = (outcome: Outcome, form: FormData) => Promise<Outcome>;
type Props = { join: Act | null; erase: Act | null };

/** The grave acts on a person, for those who may: join with another customer, erase. */
export async function PersonActs({ join, erase }: Props) {
  const [t, ui] = await Promise.all([getTranslations("customers"), getTranslations("ui")]);
  return (
    <div className="grid gap-x-14 gap-y-12 border-hairline border-t pt-8 lg:grid-cols-2 print:hidden">
      {join && (
        <Section question={t("join.question")} subtitle={t("join.subtitle")}>
          <ActionForm action={join} label={t("join.question")} className="grid max-w-sm gap-4">
            <FormInput
              name="from"
              label={t("join.other")}
              hint={t("join.otherHint")}
              inputMode="numeric"
              pattern="[0-9]{1,15}"
              autoComplete="off"
              required
            />
            <div>
              <GraveSubmit question={t("join.ask")} words={{ yes: t("join.yes"), no: ui("goBack") }}>
                {t("join.send")}
              </GraveSubmit>
            </div>
          </ActionForm>
        </Section>
      )}
      {erase && (
        <Section question={t("erase.question")} subtitle={t("erase.subtitle")}>
          <ActionForm action={erase} label={t("erase.question")} className="grid max-w-prose gap-4">
            <p className="text-ink-soft text-small">{t("erase.what")}</p>
            <div>
              <GraveSubmit question={t("erase.ask")} words={{ yes: t("erase.yes"), no: ui("goBack") }}>
                {t("erase.send")}
              </GraveSubmit>
            </div>
          </ActionForm>
        </Section>
      )}
    </div>
  );
}
