import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { FoundTable } from "@/components/customers/found-table";
import { Groups } from "@/components/customers/groups";
import { SearchForm } from "@/components/customers/search-form";
import { PageHeader } from "@/components/shell/page-header";
import { Title } from "@/components/ui/headline";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { searchedWords } from "@/server/auth/searched-words";
import { currentMember } from "@/server/auth/session";
import { callerFor } from "@/server/trpc/caller";
import { search } from "./actions";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ page?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customers"))("title") };
}

export default async function CustomersPage({ params, searchParams }: Props) {
  const [{ workspace }, { page }] = await Promise.all([params, searchParams]);
  const [caller, member, t] = await Promise.all([
    callerFor(workspace),
    currentMember(workspace),
    getTranslations("customers"),
  ]);
  const groups = await caller.customers.groups();
  const here = `/w/${workspace}/customers`;
  const words = page === undefined ? "" : await searchedWords(member.userId);
  const found = groups.seesPeople && words !== "" ? await caller.customers.search({ words, page: Number(page) }) : null;
  return (
    <>
      <PageHeader>
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t(groups.seesPeople ? "lede" : "masked.lede")}</p>
      </PageHeader>
      <div className="grid gap-12">
        {groups.seesPeople ? (
          <Section question={t("search.question")}>
            <div className="grid gap-8">
              <SearchForm action={search.bind(null, workspace)} words={words} />
              {found && (
                <div>
                  <FoundTable
                    found={found}
                    personHref={(id) => `${here}/${id}`}
                    pageHref={(to) => `${here}?page=${to}`}
                  />
                </div>
              )}
            </div>
          </Section>
        ) : (
          <Notice kind="info" title={t("masked.title")}>
            {t("masked.body")}
          </Notice>
        )}
        {!found && <Groups people={groups.people} groups={groups.groups} minGroup={groups.minGroup} />}
        {(groups.mayJoin || groups.mayErase) && (
          <Section question={t("also.question")}>
            <ul className="grid gap-3 text-small">
              {groups.mayJoin && (
                <Aside href={`${here}/joins`} hint={t("also.joinsHint")}>
                  {t("also.joins", { count: groups.proposedJoins })}
                </Aside>
              )}
              {groups.mayErase && (
                <Aside href={`${here}/erasures`} hint={t("also.erasuresHint")}>
                  {t("also.erasures")}
                </Aside>
              )}
            </ul>
          </Section>
        )}
      </div>
    </>
  );
}

function Aside({ href, hint, children }: { href: string; hint: string; children: React.ReactNode }) {
  return (
    <li>
      <Link href={href} className="touch link">
        {children}
      </Link>
      <span className="block text-ink-faint">{hint}</span>
    </li>
  );
}
