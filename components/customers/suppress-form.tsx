import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { FormSelect } from "@/components/form/form-select";
import { GraveSubmit } from "@/components/form/grave-submit";
import { identityKinds } from "@/server/customers/schema";
import type { Outcome } from "@/server/trpc/outcome";

type Props = {
  action: (outcome: Outcome, form: FormData) => Promise<Outcome>;
  sources: readonly { id: number; name: string }[];
};

/** Somebody who asks never to be known here, by what they are recognised by. */
export async function SuppressForm({ action, sources }: Props) {
  const [t, kinds, ui] = await Promise.all([
    getTranslations("customers.erasures"),
    getTranslations("customers.identity"),
    getTranslations("ui"),
  ]);
  return (
    <ActionForm action={action} label={t("suppress")} className="grid max-w-[46rem] gap-4 sm:grid-cols-2">
      <FormSelect
        name="kind"
        label={t("kind")}
        defaultValue="email"
        options={identityKinds.map((kind) => ({ value: kind, label: kinds(kind) }))}
      />
      <FormInput name="value" label={t("value")} maxLength={320} autoComplete="off" required />
      <FormSelect
        name="source"
        label={t("source")}
        defaultValue=""
        options={[
          { value: "", label: t("anySource") },
          ...sources.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
      />
      <div className="self-end">
        <GraveSubmit question={t("ask")} words={{ yes: t("yes"), no: ui("goBack") }}>
          {t("send")}
        </GraveSubmit>
      </div>
    </ActionForm>
  );
}
