import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Chain } from "@/components/runs/chain";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { may } from "@/server/auth/permissions";
import { currentMember } from "@/server/auth/session";
import { callerFor } from "@/server/trpc/caller";
import { again } from "./actions";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("runs"))("title") };
}

export default async function RunsPage({ params }: Props) {
  const { workspace } = await params;
  const [caller, member, t, ui, ingest, figures] = await Promise.all([
    callerFor(workspace),
    currentMember(workspace),
    getTranslations("runs"),
    getTranslations("ui"),
    getTranslations("ingest"),
    getFigures("EUR"),
  ]);
  const { chains, tz } = await caller.jobs.runs();
  const acts = may(member, "data:import");
  const home = `/w/${workspace}`;
  const above = (
    <Breadcrumb label={ui("breadcrumb")} crumbs={[{ key: "data", label: ingest("title"), href: `${home}/data` }]} />
  );
  return (
    <>
      <PageHeader above={acts ? above : undefined}>
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t("lede")}</p>
      </PageHeader>
      <div className="grid gap-12">
        {chains.length === 0 && <Empty title={t("none")}>{t("noneHint")}</Empty>}
        {chains.map((chain, place) => (
          <Section
            key={chain.rootId}
            question={t("chain", { id: String(chain.rootId), moment: figures.moment(chain.startedAt, tz) })}
            subtitle={chain.day === null ? undefined : t("ofDay", { day: figures.day(chain.day) })}
          >
            <Chain
              {...{ chain, tz, home }}
              open={place < 2}
              again={acts ? (id) => again.bind(null, workspace, id) : null}
            />
          </Section>
        ))}
      </div>
    </>
  );
}
