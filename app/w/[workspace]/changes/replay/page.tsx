import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { KeepFresh } from "@/components/ingest/keep-fresh";
import { AskReplay } from "@/components/replay/ask-replay";
import { Replayed } from "@/components/replay/replayed";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { currentMember } from "@/server/auth/session";
import { callerFor } from "@/server/trpc/caller";
import { ask } from "./actions";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("replay"))("title") };
}

export default async function ReplayPage({ params }: Props) {
  const { workspace } = await params;
  const [caller, member, t, ui] = await Promise.all([
    callerFor(workspace),
    currentMember(workspace),
    getTranslations("replay"),
    getTranslations("ui"),
  ]);
  const { latest, under, mayAsk, today, currency } = await caller.following.replay();
  const figures = await getFigures(currency);
  const list = `/w/${workspace}/changes`;
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "list", label: t("back"), href: list },
              { key: "replay", label: t("title") },
            ]}
          />
        }
      >
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t("lede")}</p>
      </PageHeader>
      {under && !under.failed && <KeepFresh everyMs={2000} />}
      <div className="grid gap-12">
        {under && (
          <Notice kind="info">
            {under.failed ? t("failed") : t("under", { from: figures.day(under.from), to: figures.day(under.to) })}
          </Notice>
        )}
        {latest ? (
          <Replayed latest={latest} changeHref={(id) => `${list}/${id}`} tz={member.tz} currency={currency} />
        ) : (
          !under && <Empty title={t("none")}>{t("noneHint")}</Empty>
        )}
        {mayAsk && (
          <Section question={t("question")}>
            <AskReplay today={today} action={ask.bind(null, workspace)} />
          </Section>
        )}
      </div>
    </>
  );
}
