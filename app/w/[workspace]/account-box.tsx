import { cookies } from "next/headers";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { leave } from "@/app/leave";
import { readTheme } from "@/components/shell/theme";
import { Tools } from "@/components/shell/tools";
import { currentUser, type Member } from "@/server/auth/session";

/** Who is signed in, language and theme, the way out. */
export async function Account({ member }: { member: Member }) {
  const [user, t, words, ui, locale, jar] = await Promise.all([
    currentUser(),
    getTranslations("shell"),
    getTranslations("auth"),
    getTranslations("ui"),
    getLocale(),
    cookies(),
  ]);
  const theme = readTheme(jar.get("theme")?.value);
  return (
    <div className="grid gap-2">
      <p>
        <Link href={`/w/${member.slug}/account`} className="link text-ink-soft hover:text-ink">
          {user?.name}
        </Link>
        , {t(`roles.${member.role}`)}
      </p>
      <Tools
        back=""
        locale={locale}
        theme={theme}
        words={{
          language: ui("language"),
          theme: ui("theme.title"),
          auto: t("auto"),
          light: ui("theme.light"),
          dark: ui("theme.dark"),
        }}
      />
      <form action={leave}>
        <button type="submit" className="touch hover:text-ink hover:underline">
          {words("signOut")}
        </button>
      </form>
    </div>
  );
}
