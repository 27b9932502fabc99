import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InForce, Worth } from "@/components/churn/in-force";
import { ModelHistory } from "@/components/churn/model-history";
import { Promises } from "@/components/churn/promises";
import { Tracking } from "@/components/churn/tracking";
import { getFigures } from "@/components/following/figures";
import { PageHeader } from "@/components/shell/page-header";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Notice } from "@/components/ui/notice";
import { callerFor } from "@/server/trpc/caller";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ on?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("churn"))("title") };
}

export default async function ModelPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { on } = await searchParams;
  const [caller, t, figures] = await Promise.all([
    callerFor(workspace, on),
    getTranslations("churn"),
    getFigures("EUR"),
  ]);
  const { today, model, calibration, unfitSince, tracking, published, history } = await caller.churn.model();
  return (
    <>
      <PageHeader>
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t("lede")}</p>
        <p className="mt-1 text-ink-faint text-small">{t("asOf", { day: figures.day(today) })}</p>
      </PageHeader>
      {model === null ? (
        <Empty title={t("none")}>{t("noneHint")}</Empty>
      ) : (
        <div className="grid gap-12">
          {unfitSince !== null && calibration?.kind === "read" && (
            <Notice kind="info">
              {t("unfit", {
                day: figures.day(unfitSince),
                kept: figures.count(calibration.kept),
                promised: figures.count(Math.round(calibration.promised)),
              })}
            </Notice>
          )}
          <Promises calibration={calibration} />
          <Tracking tracking={tracking} published={published} />
          <InForce model={model} />
          <Worth worth={model.worth} />
          <ModelHistory history={history} />
        </div>
      )}
    </>
  );
}
