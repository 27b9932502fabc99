import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { verdictOf } from "@/components/following/verdict-of";
import { ChangesLanes } from "@/components/home/changes-lanes";
import { headline } from "@/components/home/headline";
import { headlineSentence } from "@/components/home/headline-sentence";
import { inOrder } from "@/components/home/in-order";
import { LookNext } from "@/components/home/look-next";
import { rankNext } from "@/components/home/rank-next";
import { Segments } from "@/components/home/segments";
import { unanswered } from "@/components/home/unanswered";
import { Unexplained } from "@/components/home/unexplained";
import { PageFooter } from "@/components/shell/page-footer";
import { PageHeader } from "@/components/shell/page-header";
import { PrintButton } from "@/components/shell/print-button";
import { ButtonLink } from "@/components/ui/button-link";
import { Headline } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { Why } from "@/components/ui/why";
import { callerFor } from "@/server/trpc/caller";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ on?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  return { title: t("title") };
}

export default async function HomePage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const [caller, t, ui, format] = await Promise.all([
    callerFor(workspace, (await searchParams).on),
    getTranslations("home"),
    getTranslations("ui"),
    getFormatter(),
  ]);
  const [home, terms, untaken, open, sources] = await Promise.all([
    caller.following.home(),
    caller.changes.terms(),
    caller.alerts.inbox({ view: "new" }),
    caller.alerts.open(),
    caller.quality.freshness(),
  ]);
  const figures = await getFigures(terms.currency);
  const here = `/w/${workspace}`;
  const hasData = home.segments.some((one) => one.n !== 0);
  const left = unanswered(untaken.alerts, home.summary.over, home.asOf);
  const said = headline({
    hasData,
    changes: home.summary.watched,
    waiting: home.changes.filter((change) => change.state === "live" && change.verdict === null).length,
    segments: home.segments.map((one) => (one.worst ? verdictOf(one.worst.verdict) : null)),
    stopped: home.summary.changes.map((change) => change.title),
    unanswered: left.map((alert) => alert.title),
    lost: home.summary.lost,
    atRiskMinor: home.summary.atRiskMinor,
    late: home.summary.late,
  });
  const isUncalibrated =
    said.kind === "stopped" ? home.summary.uncalibrated : left.some((alert) => !alert.evidence.calibrated);
  const changeHref = (id: number) => `${here}/changes/${id}`;
  return (
    <div className="print:[zoom:0.72]">
      <PageHeader
        above={format.dateTime(new Date(home.asOf), "weekday")}
        tools={<PrintButton>{ui("print")}</PrintButton>}
      >
        <Headline>{headlineSentence(said, t, figures)}</Headline>
        {isUncalibrated && (
          <div className="mt-3 print:hidden">
            <Why label={t("uncalibrated.label")}>{t("uncalibrated.why")}</Why>
          </div>
        )}
        {home.sampled && <p className="mt-3 max-w-prose text-ink-soft text-small">{t("sampled")}</p>}
        {(said.key === "noData" || said.key === "noChange") && (
          <p className="mt-5 flex gap-3">
            {!hasData && terms.mayImport && (
              <ButtonLink look="act" href={`${here}/data`}>
                {t("import")}
              </ButtonLink>
            )}
            {hasData && terms.mayDraft && (
              <ButtonLink look="act" href={`${here}/changes/new`}>
                {t("record")}
              </ButtonLink>
            )}
          </p>
        )}
      </PageHeader>
      <div className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_16rem] print:gap-y-5">
        <div className="min-w-0 lg:col-span-2">
          <Segments
            segments={inOrder(home.segments.map((one) => ({ ...one, sampled: home.sampled })))}
            changeHref={changeHref}
            currency={terms.currency}
            minGroup={terms.minGroup}
          />
          <Unexplained
            drifts={home.unexplained}
            figures={figures}
            recordHref={terms.mayDraft ? `${here}/changes/new` : null}
          />
        </div>
        <div className="min-w-0 lg:col-span-2">
          <ChangesLanes
            changes={home.changes}
            weeks={home.weeks}
            asOf={home.asOf}
            changeHref={changeHref}
            currency={terms.currency}
          />
        </div>
        <div className="min-w-0 max-lg:order-first print:order-none">
          <LookNext
            things={rankNext(untaken.alerts, home.next, open)}
            home={here}
            asOf={home.asOf}
            currency={terms.currency}
          />
        </div>
        <Section question={t("freshness.question")}>
          <ul className="grid gap-1 text-ink-soft text-small">
            {sources.length === 0 && <li>{t("freshness.none")}</li>}
            {sources.map(({ source, through }) => (
              <li key={source}>
                {sources.length === 1
                  ? t("freshness.through", { day: figures.day(through) })
                  : t("freshness.source", { source, day: figures.day(through) })}
              </li>
            ))}
            <li>{t("freshness.asOf", { day: figures.day(home.asOf) })}</li>
            <li>{t("freshness.changes", { count: home.summary.watched })}</li>
          </ul>
        </Section>
      </div>
      <PageFooter aside={t("minGroup", { threshold: terms.minGroup })}>
        {t("promise", { alpha: figures.percent(terms.alpha) })}
      </PageFooter>
    </div>
  );
}
