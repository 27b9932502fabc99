import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ErasuresTable } from "@/components/customers/erasures-table";
import { SuppressForm } from "@/components/customers/suppress-form";
import { KeepFresh } from "@/components/ingest/keep-fresh";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Title } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { currentMember } from "@/server/auth/session";
import { callerFor } from "@/server/trpc/caller";
import { suppress } from "../actions";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customers.erasures"))("title") };
}

export default async function ErasuresPage({ params }: Props) {
  const { workspace } = await params;
  const [caller, member, t, all, ui] = await Promise.all([
    callerFor(workspace),
    currentMember(workspace),
    getTranslations("customers.erasures"),
    getTranslations("customers"),
    getTranslations("ui"),
  ]);
  const { erasures, sources } = await caller.customers.erasures();
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "list", label: all("title"), href: `/w/${workspace}/customers` },
              { key: "erasures", label: t("title") },
            ]}
          />
        }
      >
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t("lede")}</p>
      </PageHeader>
      {erasures.some(({ state }) => state === "asked") && <KeepFresh everyMs={2000} />}
      <div className="grid gap-12">
        <Section question={t("question")}>
          <ErasuresTable erasures={erasures} tz={member.tz} />
        </Section>
        <Section question={t("suppress")} subtitle={t("suppressSubtitle")}>
          <SuppressForm action={suppress.bind(null, workspace)} sources={sources} />
        </Section>
      </div>
    </>
  );
}
