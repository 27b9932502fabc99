import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { SubmitButton } from "@/components/form/submit-button";
import { Section } from "@/components/ui/section";
import { fieldsOf, type MappingPage } from "@/server/ingest/schema";
import type { Outcome } from "@/server/trpc/outcome";
import { ColumnFields } from "./column-fields";
import { DryRunPanel } from "./dry-run-panel";
import { FormatFields } from "./format-fields";
import { KindFields } from "./kind-fields";
import { PurchaseFields } from "./purchase-fields";

type Props = {
  action: (outcome: Outcome, form: FormData) => Promise<Outcome>;
  mapping: MappingPage;
  /** Why the file cannot be read with the mapping as it stands. */
  fault: string | null;
  /** Why rows would be refused, by line. */
  words: Readonly<Record<number, string>>;
};

/** What importing the file would do, and beside it which column is what. */
export function MappingForm({ action, mapping: page, fault, words }: Props) {
  const t = useTranslations("ingest");
  const columns = stringsOf(page.mapping.columns);
  const choices = [
    { value: "", label: t("mapping.none") },
    ...page.header.map((name) => ({ value: name, label: name })),
  ];
  return (
    <ActionForm action={action} label={t("mapping.title")} className="grid gap-10">
      <DryRunPanel dryRun={page.dryRun} kind={page.batch.kind} currency={page.currency} fault={fault} words={words} />
      {page.header.length > 0 && (
        <>
          <Section question={t("mapping.title")} subtitle={t("mapping.subtitle")}>
            <ColumnFields
              fields={fieldsOf[page.batch.kind]}
              columns={columns}
              choices={choices}
              sure={page.sure}
              contradicts={page.contradicts}
            />
          </Section>
          <Section question={t("mapping.formats")}>
            <FormatFields mapping={page.mapping} />
          </Section>
          <KindFields page={page} />
          {page.batch.kind === "purchases" && (
            <Section question={t("mapping.rules")}>
              <PurchaseFields mapping={page.mapping} columns={choices} />
            </Section>
          )}
          {page.batch.kind === "purchases" && (
            <div className="max-w-xs">
              <FormInput
                name="completeThrough"
                type="date"
                label={t("mapping.completeThrough")}
                hint={t("mapping.completeThroughHint")}
                defaultValue={page.batch.completeThrough ?? ""}
              />
            </div>
          )}
        </>
      )}
      <div className="flex flex-wrap gap-3">
        {page.header.length > 0 && (
          <>
            <SubmitButton name="press" value="import">
              {t("mapping.import")}
            </SubmitButton>
            <SubmitButton name="press" value="try" look="plain">
              {t("mapping.try")}
            </SubmitButton>
          </>
        )}
        <SubmitButton name="press" value="discard" look="quiet" formNoValidate>
          {t("mapping.discard")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

function stringsOf(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
