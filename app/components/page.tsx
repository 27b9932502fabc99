import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { PageFooter } from "@/components/shell/page-footer";
import { PageHeader } from "@/components/shell/page-header";
import { Shell } from "@/components/shell/shell";
import { readTheme } from "@/components/shell/theme";
import { Tools } from "@/components/shell/tools";
import { Title } from "@/components/ui/headline";
import { Lede } from "@/components/ui/lede";
import { Tag } from "@/components/ui/tag";
import { ChartParts } from "./chart-parts";
import { FormParts } from "./form-parts";
import { SentenceParts } from "./sentence-parts";
import { TriangleParts } from "./triangle-parts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("components");
  return { title: t("title") };
}

/** The living component page: everything that a page can be made of, in every state, on made-up figures. Public. */
export default async function ComponentsPage() {
  const [t, ui, locale, jar] = await Promise.all([
    getTranslations("components"),
    getTranslations("ui"),
    getLocale(),
    cookies(),
  ]);
  return (
    <Shell
      workspaceName={t("workspace")}
      dataThrough={ui("dataThrough", { day: t("date") })}
      act={{ href: "#form", label: t("act"), short: t("actShort") }}
      nav={[
        { href: "#said", label: t("nav.home"), current: true },
        { href: "#drawn", label: t("nav.changes") },
        { href: "#form", label: t("nav.alerts"), count: 2, countLabel: t("nav.waiting") },
        { href: "#segments", label: t("nav.segments") },
        { href: "#table", label: t("nav.data") },
      ]}
      words={{ navigation: ui("mainNavigation"), menu: ui("menu"), home: ui("home") }}
      homeHref="/components"
    >
      <PageHeader
        above={<Tag>{ui("sample")}</Tag>}
        tools={
          <Tools
            back="/components"
            locale={locale}
            theme={readTheme(jar.get("theme")?.value)}
            words={{
              print: ui("print"),
              language: ui("language"),
              theme: ui("theme.title"),
              auto: ui("theme.auto"),
              light: ui("theme.light"),
              dark: ui("theme.dark"),
            }}
          />
        }
      >
        <Title>{t("title")}</Title>
        <div className="mt-3">
          <Lede>{t("lede")}</Lede>
        </div>
      </PageHeader>
      <div className="grid gap-y-14">
        <SentenceParts />
        <TriangleParts />
        <ChartParts />
        <FormParts />
      </div>
      <PageFooter aside={t("small")}>{t("promise")}</PageFooter>
    </Shell>
  );
}
