import { keepMyPreferences } from "@/server/auth/my-account";
import { ownPath } from "@/server/auth/own-path";
import { isOwnRequest } from "@/server/auth/own-request";
import { isLocale } from "@/server/i18n/locale";

const year = 60 * 60 * 24 * 365;

/**
 * Keeps the reader's language and theme in cookies, and with their account if they are signed in, and goes back to where
 * they were. Works without a script. Only this site's own forms may ask.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnRequest(request.headers)) return new Response(null, { status: 403 });
  const form = await request.formData();
  const answer = new Headers({ Location: back(form.get("back"), request.headers.get("referer")) });
  const locale = one(form.get("locale"), ["en", "fr"]);
  const theme = one(form.get("theme"), ["light", "dark", "auto"]);
  if (locale && isLocale(locale)) answer.append("Set-Cookie", cookie("locale", locale, year));
  if (theme) answer.append("Set-Cookie", theme === "auto" ? cookie("theme", "", 0) : cookie("theme", theme, year));
  await keepMyPreferences({ locale, theme });
  return new Response(null, { status: 303, headers: answer });
}

function one(value: FormDataEntryValue | null, allowed: readonly string[]): string | undefined {
  return allowed.find((word) => word === value);
}

function cookie(name: string, value: string, maxAge: number): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax; HttpOnly`;
}

/** The page that the form names, else the one that it was sent from. */
function back(named: FormDataEntryValue | null, referer: string | null): string {
  if (named) return ownPath(named);
  if (!referer || !URL.canParse(referer)) return "/";
  const { pathname, search } = new URL(referer);
  return ownPath(`${pathname}${search}`);
}
