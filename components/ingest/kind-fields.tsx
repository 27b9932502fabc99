import { useTranslations } from "next-intl";
import { FormInput } from "@/components/form/form-input";
import { FormSelect } from "@/components/form/form-select";
import { Section } from "@/components/ui/section";
import { type MappingPage, mappingParts } from "@/server/ingest/schema";

const identities = ["reference", "card", "email", "phone", "web"] as const;

/** What else a mapping says of a kind: whom it names and how, families in several columns, what holds for every row. */
export function KindFields({ page }: { page: MappingPage }) {
  const t = useTranslations("ingest");
  const { mapping, batch } = page;
  const parts = mappingParts[batch.kind];
  const constants = recordOf(mapping.constants);
  const sources = page.otherSources.map((name) => ({ value: name, label: name }));
  const isPlain = !parts.identity && !parts.categories && !parts.attributes && parts.constants.length === 0;
  if (isPlain && sources.length === 0) return null;
  return (
    <Section question={t("mapping.constants")}>
      <div className="grid max-w-3xl items-end gap-5 sm:grid-cols-2">
        {parts.identity && (
          <FormSelect
            name="identity"
            label={t("mapping.identity")}
            options={identities.map((value) => ({ value, label: t(`mapping.identityBy.${value}`) }))}
            defaultValue={textOf(mapping.identity) || "reference"}
          />
        )}
        {sources.length > 0 && (
          <FormSelect
            name="referencesOf"
            label={t("mapping.referencesOf")}
            hint={t("mapping.referencesOfHint")}
            options={[{ value: "", label: t("mapping.referencesOwn") }, ...sources]}
            defaultValue={textOf(mapping.referencesOf)}
          />
        )}
        {parts.categories && (
          <FormInput
            name="categories"
            label={t("mapping.categories")}
            hint={t("mapping.categoriesHint")}
            defaultValue={listOf(mapping.categories)}
          />
        )}
        {parts.attributes && (
          <FormInput
            name="attributes"
            label={t("mapping.attributes")}
            hint={t("mapping.attributesHint")}
            defaultValue={listOf(mapping.attributes)}
          />
        )}
        {parts.constants.map((field) => (
          <FormInput
            key={field}
            name={`constant-${field}`}
            label={t("mapping.forEvery", { field: t(`fields.${field}`) })}
            hint={t("mapping.constantHint")}
            defaultValue={textOf(constants[field])}
          />
        ))}
      </div>
    </Section>
  );
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : "";
}
