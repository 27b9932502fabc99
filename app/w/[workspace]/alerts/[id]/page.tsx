import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { AlertActs } from "@/components/alerts/alert-acts";
import { AlertEvidence } from "@/components/alerts/alert-evidence";
import { AlertLede } from "@/components/alerts/alert-lede";
import { AlertNotices } from "@/components/alerts/alert-notices";
import { AlertSegments } from "@/components/alerts/alert-segments";
import { ToldList } from "@/components/alerts/told-list";
import { getFigures } from "@/components/following/figures";
import { ActionForm } from "@/components/form/action-form";
import { FormTextarea } from "@/components/form/form-textarea";
import { SubmitButton } from "@/components/form/submit-button";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Definition } from "@/components/ui/definition";
import { Title } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { Verdict } from "@/components/ui/verdict";
import { callerFor } from "@/server/trpc/caller";
import { work } from "../actions";

type Props = { params: Promise<{ workspace: string; id: string }> };

const load = cache(async (workspace: string, id: string) => {
  if (!/^\d{1,15}$/.test(id)) notFound();
  return (await callerFor(workspace)).alerts.one({ id: Number(id) });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  return { title: (await load(workspace, id)).alert.title };
}

export default async function AlertPage({ params }: Props) {
  const { workspace, id } = await params;
  const [t, ui] = await Promise.all([getTranslations("alerts"), getTranslations("ui")]);
  const page = await load(workspace, id);
  const figures = await getFigures(page.currency);
  const missing = await (await callerFor(workspace)).following.missing({ id: page.alert.changeId });
  const { alert } = page;
  const { evidence } = alert;
  const here = `/w/${workspace}/alerts`;
  const change = `/w/${workspace}/changes/${alert.changeId}`;
  const action = work.bind(null, workspace, alert.id, alert.state);
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "inbox", label: t("title"), href: here },
              {
                key: "alert",
                label: t(`state.${page.asleep ? "asleep" : alert.state}`),
                href: `${here}?state=${page.asleep ? "asleep" : alert.state}`,
              },
            ]}
          />
        }
      >
        <Title>{alert.title}</Title>
        <p className="mt-3 mb-4 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-soft text-small">
          <Verdict kind="stopped" size="body">
            {ui("verdict.stopped")}
          </Verdict>
          {alert.sinceOn && <span>{t("row.since", { day: figures.day(alert.sinceOn) })}</span>}
          <span>{t("row.raised", { day: figures.day(alert.raisedOn) })}</span>
        </p>
        <AlertLede evidence={evidence} currency={page.currency} />
        <AlertNotices page={page} missing={missing} />
      </PageHeader>
      <div className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="order-2 grid min-w-0 content-start gap-12 lg:order-1">
          <AlertEvidence evidence={evidence} change={change} currency={page.currency} />
          <Section question={t("page.segments")} subtitle={t("page.segmentsSubtitle")}>
            <AlertSegments evidence={evidence} currency={page.currency} minGroup={page.minGroup} />
          </Section>
          <Section question={t("page.people")} subtitle={t("page.peopleSubtitle")}>
            <p className="mb-3 max-w-prose text-body text-ink">
              {page.silent === null
                ? t("page.peopleHidden", { threshold: page.minGroup })
                : t("page.peopleCount", { count: page.silent })}
            </p>
            {page.seesPeople ? (
              <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
                <ButtonLink href={`${here}/${alert.id}/people`}>{t("page.peopleShow")}</ButtonLink>
                <span className="text-ink-faint text-small">{t("page.peopleNote")}</span>
              </div>
            ) : (
              <p className="max-w-prose text-ink-soft text-small">{t("page.peopleRight")}</p>
            )}
          </Section>
          <Section id="history" question={t("page.history")}>
            <ToldList page={page} />
            <ActionForm action={action} label={t("page.comment")} className="mt-6 grid max-w-prose gap-3">
              <input type="hidden" name="act" value="comment" />
              <FormTextarea id="comment" name="body" label={t("page.comment")} rows={2} required maxLength={2000} />
              <div>
                <SubmitButton look="plain">{t("page.commentSend")}</SubmitButton>
              </div>
            </ActionForm>
          </Section>
        </div>
        <div className="order-1 lg:order-2">
          <Section question={t("page.acts")}>
            <AlertActs page={page} action={action} tomorrow={dayAfter(page.today, 2)} />
            <div className="mt-6">
              <Definition
                items={[
                  { key: "state", term: t("page.state"), detail: t(`one.${alert.state}`) },
                  {
                    key: "owner",
                    term: t("page.owner"),
                    detail: page.mine ? t("page.mine") : (page.owner ?? t("page.nobody")),
                  },
                  {
                    key: "change",
                    term: t("page.change"),
                    detail: (
                      <Link href={change} className="link">
                        {alert.title}
                      </Link>
                    ),
                  },
                ]}
              />
            </div>
          </Section>
        </div>
      </div>
    </>
  );
}

function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}
