import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ImportReport } from "@/components/ingest/import-report";
import { ImportRunning } from "@/components/ingest/import-running";
import { MappingForm } from "@/components/ingest/mapping-form";
import { RejectTable } from "@/components/ingest/reject-table";
import { UndoPanel } from "@/components/ingest/undo-panel";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Title } from "@/components/ui/headline";
import { Notice } from "@/components/ui/notice";
import { currentMember } from "@/server/auth/session";
import { HIDDEN, type MappingPage } from "@/server/ingest/schema";
import { sentenceOf } from "@/server/sentence";
import { callerFor } from "@/server/trpc/caller";
import { decide, undo } from "../actions";
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
  const [{ batch, currency, step, rejects, hidesPeople }, member, t, ui, locale] = await Promise.all([
    load(workspace, id),
    currentMember(workspace),
    getTranslations("ingest"),
    getTranslations("ui"),
    getLocale(),
  ]);
  const list = `/w/${workspace}/data`;
  const words = rejectWords(t, locale);
  const mapping =
    batch.state === "uploaded" ? await (await callerFor(workspace)).ingest.mapping({ id: batch.id }) : null;
  const takeBack = undo.bind(null, workspace, batch.id);
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
        {batch.state === "done" && batch.error && (
          <Notice kind="error" title={t("undo.refused")}>
            {sentenceOf(batch.error.code, batch.error.params, locale)}
          </Notice>
        )}
        {isRunning && <ImportRunning batch={batch} step={step} />}
        {["undoing", "undone"].includes(batch.state) && <UndoPanel batch={batch} action={takeBack} tz={member.tz} />}
        {["done", "undoing", "undone"].includes(batch.state) && <ImportReport batch={batch} currency={currency} />}
        {hidesPeople && (mapping || rejects.length > 0) && (
          <p className="max-w-3xl text-ink-soft text-small">{t("refused.hidden", { mark: HIDDEN })}</p>
        )}
        {mapping && (
          <MappingForm
            action={decide.bind(null, workspace, batch.id)}
            mapping={mapping}
            fault={
              mapping.dryRun && "fault" in mapping.dryRun
                ? sentenceOf(mapping.dryRun.fault.code, mapping.dryRun.fault.params, locale)
                : null
            }
            words={refusalsByLine(mapping, words)}
          />
        )}
        {rejects.length > 0 && (
          <RejectTable
            rejects={rejects.map((reject) => ({ ...reject, why: words(reject) }))}
            total={Number(batch.report.refused ?? rejects.length)}
            href={`${list}/${batch.id}/rejects`}
          />
        )}
        {batch.state === "done" && <UndoPanel batch={batch} action={takeBack} tz={member.tz} />}
      </div>
    </>
  );
}

/** Why rows of the dry run would be refused, by line. */
function refusalsByLine({ dryRun }: MappingPage, words: ReturnType<typeof rejectWords>): Record<number, string> {
  if (dryRun === null || "fault" in dryRun) return {};
  return Object.fromEntries(dryRun.rows.flatMap(({ line, reject }) => (reject ? [[line, words(reject)]] : [])));
}
