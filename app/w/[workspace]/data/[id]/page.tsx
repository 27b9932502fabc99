import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ImportReport } from "@/components/ingest/import-report";
import { ImportRunning } from "@/components/ingest/import-running";
import { MappingForm } from "@/components/ingest/mapping-form";
import { RejectTable } from "@/components/ingest/reject-table";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Title } from "@/components/ui/headline";
import { Notice } from "@/components/ui/notice";
import { sentenceOf } from "@/server/sentence";
import { callerFor } from "@/server/trpc/caller";
import { decide } from "../actions";
import { formFields } from "../read-mapping";
import { rejectWords } from "../reject-words";

type Props = { params: Promise<{ workspace: string; id: string }> };

const load = cache(async (workspace: string, id: string) => {
  if (!/^\d{1,15}$/.test(id)) notFound();
  return (await callerFor(workspace)).ingest.one({ id: Number(id) });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const [{ batch }, t] = await Promise.all([load(workspace, id), getTranslations("ingest")]);
  return { title: t("one.title", { source: batch.source }) };
}

export default async function ImportPage({ params }: Props) {
  const { workspace, id } = await params;
  const [{ batch, currency, step, rejects }, t, ui, locale] = await Promise.all([
    load(workspace, id),
    getTranslations("ingest"),
    getTranslations("ui"),
    getLocale(),
  ]);
  const list = `/w/${workspace}/data`;
  const words = rejectWords(t);
  const mapping =
    batch.state === "uploaded" ? await (await callerFor(workspace)).ingest.mapping({ id: batch.id }) : null;
  const isRunning = batch.state === "queued" || batch.state === "reading" || batch.state === "merging";
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "list", label: t("title"), href: list },
              { key: "kind", label: `${batch.source} · ${t(`kind.${batch.kind}`)}` },
            ]}
          />
        }
      >
        <Title>{t("one.title", { source: batch.source })}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{batch.files.join(", ")}</p>
      </PageHeader>
      <div className="grid gap-12">
        {batch.state === "failed" && (
          <Notice kind="error" title={t("state.failed")}>
            {batch.error && sentenceOf(batch.error.code, batch.error.params, locale)}
          </Notice>
        )}
        {isRunning && <ImportRunning batch={batch} step={step} />}
        {batch.state === "done" && <ImportReport batch={batch} currency={currency} />}
        {mapping && (
          <MappingForm
            action={decide.bind(null, workspace, batch.id)}
            fields={formFields[batch.kind]}
            mapping={mapping}
            fault={
              "fault" in mapping.dryRun
                ? sentenceOf(mapping.dryRun.fault.code, mapping.dryRun.fault.params, locale)
                : null
            }
            words={"rejects" in mapping.dryRun ? mapping.dryRun.rejects.map(words) : []}
          />
        )}
        {rejects.length > 0 && (
          <RejectTable
            rejects={rejects.map((reject) => ({ ...reject, why: words(reject) }))}
            total={Number(batch.report.refused ?? rejects.length)}
            href={`${list}/${batch.id}/rejects`}
          />
        )}
      </div>
    </>
  );
}
