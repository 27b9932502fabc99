import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/opsz.css";
import { fontClasses } from "@/app/fonts/fonts";
import { readTheme } from "@/components/shell/theme";
import { SkipLink } from "@/components/ui/skip-link";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("ui");
  return {
    title: { default: "Triptych", template: "%s · Triptych" },
    description: t("description"),
    robots: { index: false },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f5" },
    { media: "(prefers-color-scheme: dark)", color: "#15161a" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar, t] = await Promise.all([getLocale(), cookies(), getTranslations("ui")]);
  return (
    <html lang={locale} data-theme={readTheme(jar.get("theme")?.value)} className={fontClasses}>
      <body>
        <SkipLink href="#main">{t("skip")}</SkipLink>
        {children}
      </body>
    </html>
  );
}
