import { useTranslations } from "next-intl";

/** What a field is called; columns of the database under the name of their field. */
const fieldOf: Record<string, string> = {
  tz: "zone",
  path: "category",
  successor_id: "successor",
  gainMinor: "gain",
  openedOn: "opened_on",
  closedOn: "closed_on",
};

export function FieldName({ field }: { field: string }) {
  const t = useTranslations("ingest");
  if (field === "date") return t("dryRun.date");
  const key = `fields.${fieldOf[field] ?? field}` as "fields.receipt";
  return t.has(key) ? t(key) : field;
}
