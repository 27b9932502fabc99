import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { BatchTable } from "@/components/ingest/batch-table";
import { SourceSettings } from "@/components/ingest/source-settings";
import { SourceTable } from "@/components/ingest/source-table";
import { UploadForm } from "@/components/ingest/upload-form";
import { PageHeader } from "@/components/shell/page-header";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { currentMember } from "@/server/auth/session";
import { sentenceOf } from "@/server/sentence";
import { callerFor } from "@/server/trpc/caller";
import { saveSource } from "./actions";
import { readRefusal } from "./refusal";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("ingest");
  return { title: t("title") };
}

export default async function DataPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const refused = readRefusal(await searchParams);
  const [caller, member, t, quality, runs, churn, locale] = await Promise.all([
    callerFor(workspace),
    currentMember(workspace),
    getTranslations("ingest"),
    getTranslations("quality"),
    getTranslations("runs"),
    getTranslations("churn"),
    getLocale(),
  ]);
  const [{ sources, batches }, unseen] = await Promise.all([caller.ingest.list(), caller.quality.unseen()]);
  const here = `/w/${workspace}/data`;
  return (
    <>
      <PageHeader>
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t("lede")}</p>
        <p className="mt-3 text-small">
          <Link href={`${here}/quality`} className="touch link text-ink">
            {quality("link", { count: unseen })}
          </Link>
          <Link href={`${here}/runs`} className="touch link ml-6 text-ink">
            {runs("link")}
          </Link>
          <Link href={`${here}/model`} className="touch link ml-6 text-ink">
            {churn("title")}
          </Link>
        </p>
      </PageHeader>
      <div className="grid gap-12">
        <Section question={t("sources.title")} subtitle={t("sources.subtitle")}>
          {sources.length === 0 ? (
            <Empty title={t("sources.none")}>{t("sources.noneHint")}</Empty>
          ) : (
            <div className="grid gap-4">
              <SourceTable sources={sources} tz={member.tz} />
              {sources.map((source) => (
                <SourceSettings key={source.id} source={source} action={saveSource.bind(null, workspace, source.id)} />
              ))}
            </div>
          )}
        </Section>
        <Section id="upload" question={t("upload.title")} subtitle={t("upload.subtitle")}>
          <UploadForm
            action={`${here}/upload`}
            sources={sources.map((source) => source.name)}
            problem={refused && sentenceOf(refused.code, refused.params, locale)}
          />
        </Section>
        {batches.length > 0 && (
          <Section question={t("imports.title")} subtitle={t("imports.subtitle")}>
            <BatchTable tz={member.tz} batches={batches} href={(id) => `${here}/${id}`} />
          </Section>
        )}
      </div>
    </>
  );
}
