import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ChangeForm } from "@/components/changes/change-form";
import { SubmitButton } from "@/components/form/submit-button";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Title } from "@/components/ui/headline";
import { callerFor } from "@/server/trpc/caller";
import { revise } from "../../actions";
import { startFromChange } from "../../form-start";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("changes");
  return { title: t("edit") };
}

export default async function EditChangePage({ params }: Props) {
  const { workspace, id } = await params;
  const [caller, t, ui] = await Promise.all([callerFor(workspace), getTranslations("changes"), getTranslations("ui")]);
  const page = await caller.changes.one({ id: Number(id) });
  if (!page.mayRevise) forbidden();
  const choices = await caller.changes.choices();
  const list = `/w/${workspace}/changes`;
  const { change } = page;
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "list", label: t("title"), href: list },
              { key: "change", label: change.title, href: `${list}/${change.id}` },
              { key: "edit", label: t("edit") },
            ]}
          />
        }
      >
        <Title>{t("form.editTitle", { title: change.title })}</Title>
      </PageHeader>
      <ChangeForm
        action={revise.bind(null, workspace, change.id)}
        choices={choices}
        start={startFromChange(page, choices)}
        touch={`${list}/touch?change=${change.id}`}
        workspace={workspace}
        touched={null}
        seen={page.seen}
        measured={change.state === "live" || change.state === "ended" || change.state === "rolled_back"}
        buttons={<SubmitButton>{t("form.save")}</SubmitButton>}
      />
    </>
  );
}
