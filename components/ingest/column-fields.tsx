import { useTranslations } from "next-intl";
import { FormSelect } from "@/components/form/form-select";
import type { MappingPage } from "@/server/ingest/schema";

type Props = {
  fields: readonly string[];
  columns: Readonly<Record<string, string>>;
  choices: readonly { value: string; label: string }[];
  sure: MappingPage["sure"];
  contradicts: MappingPage["contradicts"];
};

/** For each field of a kind the column that holds it, and how sure the suggestion is. */
export function ColumnFields({ fields, columns, choices, sure, contradicts }: Props) {
  const t = useTranslations("ingest");
  return (
    <div className="grid max-w-3xl items-end gap-5 sm:grid-cols-2">
      {fields.map((field) => {
        const certainty = columns[field] ? sure[field] : undefined;
        const misfit = contradicts[field];
        return (
          <FormSelect
            key={field}
            name={`column-${field}`}
            label={t(`fields.${field as "receipt"}`)}
            hint={misfit === undefined ? certainty && t(`sure.${certainty}`) : t("sure.contradicts", { value: misfit })}
            options={choices}
            defaultValue={columns[field] ?? ""}
          />
        );
      })}
    </div>
  );
}
