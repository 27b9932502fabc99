import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { InputField } from "@/components/ui/input-field";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select-field";
import { TextareaField } from "@/components/ui/textarea-field";
import { NoticeParts } from "./notice-parts";
import { TableParts } from "./table-parts";

/** Fields and buttons; then the parts that answer. */
export async function FormParts() {
  const [t, ui] = await Promise.all([getTranslations("components"), getTranslations("ui")]);
  return (
    <>
      <TableParts />
      <Section id="form" question={t("form.question")} subtitle={t("form.subtitle")}>
        <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
          <InputField
            id="f-name"
            label={t("form.name")}
            hint={t("form.nameHint")}
            defaultValue={t("form.nameValue")}
            note={ui("required")}
          />
          <InputField
            id="f-start"
            label={t("form.start")}
            error={t("form.startError")}
            defaultValue="2026-02-31"
            inputMode="numeric"
          />
          <SelectField
            id="f-kind"
            label={t("form.kind")}
            options={[
              { value: "hours", label: t("form.hours"), group: t("form.kindStore") },
              { value: "moved", label: t("form.moved"), group: t("form.kindStore") },
              { value: "price", label: t("form.price"), group: t("form.kindProduct") },
            ]}
          />
          <TextareaField id="f-why" label={t("form.why")} note={ui("optional")} />
          <Checkbox id="f-confirm" label={t("form.confirm")} hint={t("form.confirmHint")} />
          <fieldset className="grid content-start gap-1">
            <Checkbox id="f-one" type="radio" name="f-scope" label={t("form.one")} defaultChecked />
            <Checkbox id="f-other" type="radio" name="f-scope" label={t("form.other")} />
          </fieldset>
        </div>
        <div className="mt-6 flex flex-wrap items-center gap-4">
          <Button look="act">{t("form.save")}</Button>
          <Button>{t("form.plain")}</Button>
          <Button look="grave">{t("form.grave")}</Button>
          <Button disabled>{t("form.off")}</Button>
          <Button look="quiet">{t("form.quiet")}</Button>
        </div>
      </Section>
      <NoticeParts />
    </>
  );
}
