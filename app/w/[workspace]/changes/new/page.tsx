import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChangeForm } from "@/components/changes/change-form";
import { SubmitButton } from "@/components/form/submit-button";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Title } from "@/components/ui/headline";
import { callerFor } from "@/server/trpc/caller";
import { record } from "../actions";
import { addressOf, startFromAddress } from "../form-start";
import { touchedBy } from "../touched-by";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("changes");
  return { title: t("record") };
}

export default async function NewChangePage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const said = addressOf(await searchParams);
  const [caller, t, ui] = await Promise.all([callerFor(workspace), getTranslations("changes"), getTranslations("ui")]);
  const choices = await caller.changes.choices();
  const here = `/w/${workspace}/changes`;
  const touched = said.get("check") === null ? null : await touchedBy(caller, said);
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "list", label: t("title"), href: here },
              { key: "new", label: choices.mayRecord ? t("record") : t("draft") },
            ]}
          />
        }
      >
        <Title>{t("form.newTitle")}</Title>
        <p className="mt-2 max-w-prose text-ink-soft">
          {choices.mayRecord ? t("form.newLede") : t("form.marketerNote")}
        </p>
      </PageHeader>
      <ChangeForm
        action={record.bind(null, workspace)}
        choices={choices}
        start={startFromAddress(said, choices)}
        touch={`${here}/touch`}
        workspace={workspace}
        touched={touched}
        buttons={
          <>
            {choices.mayRecord && (
              <SubmitButton name="as" value="recorded">
                {t("form.submit")}
              </SubmitButton>
            )}
            <SubmitButton name="as" value="draft" look={choices.mayRecord ? "plain" : "act"}>
              {t("form.saveDraft")}
            </SubmitButton>
            <span className="hidden noscript:inline">
              <Button
                type="submit"
                look="quiet"
                formMethod="get"
                formAction={`${here}/new`}
                formNoValidate
                name="check"
                value="1"
              >
                {t("form.check")}
              </Button>
            </span>
          </>
        }
      />
    </>
  );
}
