import { isLocale } from "@/server/i18n/locale";

const year = 60 * 60 * 24 * 365;

/** Keeps the reader's language and theme in cookies and goes back to where they were. Works without a script. */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData();
  const answer = new Headers({ Location: ownPath(form.get("back")) });
  const locale = form.get("locale");
  const theme = form.get("theme");
  if (typeof locale === "string" && isLocale(locale)) answer.append("Set-Cookie", cookie("locale", locale, year));
  if (theme === "light" || theme === "dark") answer.append("Set-Cookie", cookie("theme", theme, year));
  if (theme === "auto") answer.append("Set-Cookie", cookie("theme", "", 0));
  return new Response(null, { status: 303, headers: answer });
}

function cookie(name: string, value: string, maxAge: number): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax; HttpOnly`;
}

/** A path on this site, never another one: `//elsewhere` and `/\elsewhere` are addresses too. */
function ownPath(back: FormDataEntryValue | null): string {
  const here = "http://here.invalid";
  if (typeof back !== "string" || !back.startsWith("/")) return "/";
  const url = new URL(back, here);
  return url.origin === here ? `${url.pathname}${url.search}` : "/";
}
