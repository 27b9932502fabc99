import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { JoinProposal } from "@/components/customers/join-proposal";
import { JoinRule } from "@/components/customers/join-rule";
import { JoinsMade } from "@/components/customers/joins-made";
import { KeepFresh } from "@/components/ingest/keep-fresh";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { currentMember } from "@/server/auth/session";
import { callerFor } from "@/server/trpc/caller";
import { changeRule, decide } from "../actions";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customers.joins"))("title") };
}

export default async function JoinsPage({ params }: Props) {
  const { workspace } = await params;
  const [caller, member, t, ui] = await Promise.all([
    callerFor(workspace),
    currentMember(workspace),
    getTranslations("customers.joins"),
    getTranslations("ui"),
  ]);
  const { proposed, made, counts, currency } = await caller.customers.joins();
  const { joinSameVerifiedEmail } = await caller.workspaces.settings();
  const ids = proposed.flatMap(({ from, into }) => [from.id, into.id]);
  const sides = member.seesPeople && ids.length > 0 ? await caller.customers.joinSides({ ids: [...new Set(ids)] }) : [];
  const sideOf = (id: number) => sides.find((side) => side.id === id);
  const list = `/w/${workspace}/customers`;
  const personHref = (id: number) => `${list}/${id}`;
  const moving = made.some(({ state }) => state === "joining" || state === "parting");
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "list", label: t("back"), href: list },
              { key: "joins", label: t("title") },
            ]}
          />
        }
      >
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t("lede")}</p>
      </PageHeader>
      {moving && <KeepFresh everyMs={2000} />}
      <div className="grid gap-12">
        <Section
          question={t("proposed")}
          subtitle={t("proposedSubtitle")}
          aside={proposed.length < counts.proposed && t("more", { shown: proposed.length, count: counts.proposed })}
        >
          {proposed.length === 0 && <Empty title={t("none")}>{t("noneHint")}</Empty>}
          <div className="grid gap-8">
            {proposed.map((join) => {
              const [into, from] = [sideOf(join.into.id), sideOf(join.from.id)];
              return (
                <JoinProposal
                  key={join.id}
                  join={join}
                  sides={into && from ? { into, from } : null}
                  personHref={personHref}
                  decide={decide.bind(null, workspace, join.id)}
                  currency={currency}
                  tz={member.tz}
                />
              );
            })}
          </div>
        </Section>
        <Section
          question={t("made")}
          aside={made.length < counts.made && t("more", { shown: made.length, count: counts.made })}
        >
          <JoinsMade
            joins={made.map((join) => ({ ...join, decide: decide.bind(null, workspace, join.id) }))}
            personHref={personHref}
            currency={currency}
            tz={member.tz}
          />
        </Section>
        <Section question={t("rule.question")}>
          <JoinRule on={joinSameVerifiedEmail} action={changeRule.bind(null, workspace)} />
        </Section>
      </div>
    </>
  );
}
