import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { HowPromised } from "@/components/churn/how-promised";
import { getFigures } from "@/components/following/figures";
import { segmentName } from "@/components/following/segment-name";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Pager } from "@/components/ui/pager";
import { Table } from "@/components/ui/table";
import { callerFor } from "@/server/trpc/caller";

type Props = {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<{ page?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("alerts");
  return { title: t("people.title") };
}

export default async function AlertPeoplePage({ params, searchParams }: Props) {
  const { workspace, id } = await params;
  if (!/^\d+$/.test(id)) notFound();
  const asked = Number((await searchParams).page ?? 1);
  const page = Number.isSafeInteger(asked) && asked > 0 ? asked : 1;
  const [caller, t, ui, names] = await Promise.all([
    callerFor(workspace),
    getTranslations("alerts"),
    getTranslations("ui"),
    getTranslations("changes"),
  ]);
  const { alert } = await caller.alerts.one({ id: Number(id) });
  const seen = await caller.alerts.silentPeople({ id: Number(id), page });
  const figures = await getFigures(seen.currency);
  const here = `/w/${workspace}/alerts/${id}`;
  const turn = (to: number, label: string) => ({ href: `${here}/people?page=${to}`, label });
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "inbox", label: t("title"), href: `/w/${workspace}/alerts` },
              { key: "alert", label: alert.title, href: here },
            ]}
          />
        }
      >
        <Title>{t("people.title")}</Title>
        <p className="mt-2 text-ink-soft">
          {t("people.lede", { title: alert.title })} {t("page.peopleNote")}
        </p>
      </PageHeader>
      <Table
        caption={t("people.caption")}
        empty={<Empty title={t("people.none")} />}
        columns={[
          { key: "customer", label: t("people.customer") },
          { key: "segment", label: t("people.segment") },
          { key: "store", label: t("people.store") },
          { key: "last", label: t("people.last"), numeric: true },
          { key: "occasions", label: t("people.occasions"), numeric: true },
          { key: "value", label: t("people.value"), numeric: true },
        ]}
        rows={seen.people.map((one) => ({
          key: String(one.customerId),
          cells: [
            <Link key="person" href={`/w/${workspace}/customers/${one.customerId}`} className="touch link">
              {one.reference ?? t("people.anonymous")}
            </Link>,
            segmentName(one.segment, names),
            one.mainStore ?? "",
            figures.day(one.lastDay),
            figures.count(one.occasions),
            one.valueMinor === null ? "" : figures.money(one.valueMinor),
          ],
        }))}
      />
      {seen.people.length > 0 && (
        <p className="mt-3">
          <HowPromised home={`/w/${workspace}`} />
        </p>
      )}
      {seen.pages > 1 && (
        <Pager
          label={ui("pages")}
          where={ui("pageOf", { page: seen.page, pages: seen.pages })}
          {...(seen.page > 1 && { previous: turn(seen.page - 1, ui("previous")) })}
          {...(seen.page < seen.pages && { next: turn(seen.page + 1, ui("next")) })}
        />
      )}
    </>
  );
}
