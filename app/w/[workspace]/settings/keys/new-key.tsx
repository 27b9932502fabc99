import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { FormCheckbox } from "@/components/form/form-checkbox";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import { keyScopes } from "@/server/auth/permissions";
import { makeKey } from "./actions";

export async function NewKey({ workspace }: { workspace: string }) {
  const t = await getTranslations("api.keys");
  return (
    <ActionForm action={makeKey.bind(null, workspace)} label={t("newQuestion")} className="grid max-w-[30rem] gap-5">
      <FormInput name="name" label={t("name")} hint={t("nameHint")} autoComplete="off" maxLength={80} required />
      <fieldset className="grid gap-3">
        <legend className="mb-2 text-ink-soft text-small">{t("scopes")}</legend>
        {keyScopes.map((scope) => (
          <FormCheckbox
            key={scope}
            name="scopes"
            id={`scope-${scope.replace(":", "-")}`}
            value={scope}
            label={t(`scope.${scope}`)}
            defaultChecked={scope === "data:import"}
          />
        ))}
      </fieldset>
      <div>
        <SubmitButton>{t("make")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
