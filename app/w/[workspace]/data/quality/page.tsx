import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { DataAlerts } from "@/components/quality/data-alerts";
import { GapRule } from "@/components/quality/gap-rule";
import { Identification } from "@/components/quality/identification";
import { StoreStrips } from "@/components/quality/store-strips";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import { callerFor } from "@/server/trpc/caller";
import { rejectWords } from "../reject-words";
import { changeGapRule, see } from "./actions";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ on?: string | string[]; page?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("quality"))("title") };
}

export default async function QualityPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { on, page: asked = "1" } = await searchParams;
  if (typeof asked !== "string" || !/^[1-9]\d{0,3}$/.test(asked)) notFound();
  const [caller, t, ui, ingest, figures, locale] = await Promise.all([
    callerFor(workspace, on),
    getTranslations("quality"),
    getTranslations("ui"),
    getTranslations("ingest"),
    getFigures("EUR"),
    getLocale(),
  ]);
  const quality = await caller.quality.of({ page: Number(asked) });
  const { minExpectedLines } = await caller.workspaces.settings();
  const why = rejectWords(ingest, locale);
  const data = `/w/${workspace}/data`;
  const turn = (page: number) => ({
    href: `${data}/quality?page=${page}${typeof on === "string" ? `&on=${on}` : ""}`,
    label: t(page < quality.page ? "previous" : "next"),
  });
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "data", label: ingest("title"), href: data },
              { key: "day", label: t("asOf", { day: figures.day(quality.today) }) },
            ]}
          />
        }
      >
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t("lede")}</p>
      </PageHeader>
      <div className="grid gap-12">
        <Section question={t("alerts.question")} subtitle={t("alerts.subtitle")}>
          <DataAlerts quality={quality} see={(id) => see.bind(null, workspace, id)} />
        </Section>
        <Section question={t("sources.question")} subtitle={t("sources.subtitle")}>
          <Table
            caption={t("sources.question")}
            columns={[
              { key: "name", label: t("source") },
              { key: "through", label: t("sources.through") },
              { key: "behind", label: t("sources.behind"), numeric: true },
              { key: "every", label: t("sources.every") },
              { key: "state", label: t("sources.state") },
            ]}
            rows={quality.sources.map((source) => ({
              key: String(source.sourceId),
              cells: [
                source.name,
                source.through === null ? t("unsaid") : figures.day(source.through),
                source.behind === null ? t("unsaid") : t("days", { count: source.behind }),
                source.every === null
                  ? t("sources.everyUnknown")
                  : t(source.agreed ? "sources.everyAgreed" : "sources.everyHabit", { count: source.every }),
                t(source.late ? "sources.late" : source.every === null ? "sources.notJudged" : "sources.onTime"),
              ],
            }))}
            empty={<Empty title={ingest("sources.none")}>{ingest("sources.noneHint")}</Empty>}
          />
        </Section>
        <Section question={t("strips.title")} subtitle={t("strips.subtitle")}>
          {quality.strips.length === 0 ? <Empty title={t("strips.none")} /> : <StoreStrips quality={quality} />}
          {quality.pages > 1 && (
            <Pager
              label={t("pages")}
              where={t("pageOf", { page: quality.page, pages: quality.pages })}
              {...(quality.page > 1 && { previous: turn(quality.page - 1) })}
              {...(quality.page < quality.pages && { next: turn(quality.page + 1) })}
            />
          )}
          <GapRule minExpectedLines={minExpectedLines} action={changeGapRule.bind(null, workspace)} />
        </Section>
        <Section question={t("jumps.question")} subtitle={t("jumps.subtitle")}>
          <Table
            caption={t("jumps.question")}
            columns={[
              { key: "store", label: t("store") },
              { key: "week", label: t("jumps.week") },
              { key: "found", label: t("jumps.found"), numeric: true },
              { key: "usual", label: t("jumps.usual"), numeric: true },
            ]}
            rows={quality.jumps.map(({ store, week, found, usual }) => ({
              key: `${store} ${week}`,
              cells: [store, figures.day(week), figures.count(Math.round(found)), figures.count(Math.round(usual))],
            }))}
            empty={<p className="py-3 text-ink-soft text-small">{t("jumps.none")}</p>}
          />
        </Section>
        <Section question={t("identification.question")} subtitle={t("identification.subtitle")}>
          <Identification quality={quality} />
        </Section>
        <Section question={t("refused.question")} subtitle={t("refused.subtitle")}>
          <Table
            caption={t("refused.question")}
            columns={[
              { key: "source", label: t("source") },
              { key: "code", label: t("refused.code") },
              { key: "all", label: t("refused.all"), numeric: true },
              { key: "share", label: t("refused.share"), numeric: true },
              { key: "weeks", label: t("refused.weeks") },
            ]}
            rows={quality.refused.map(({ sourceId, source, code, weeks, rows, example }) => {
              const all = weeks.reduce((sum, n) => sum + n, 0);
              return {
                key: `${sourceId} ${code}`,
                cells: [
                  source,
                  example ? t("refused.example", { why: why(example) }) : code,
                  figures.count(all),
                  figures.percent(all / Math.max(1, rows)),
                  weeks.join(" · "),
                ],
              };
            })}
            empty={<p className="py-3 text-ink-soft text-small">{t("refused.none")}</p>}
          />
        </Section>
      </div>
    </>
  );
}
