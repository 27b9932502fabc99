export const locales = ["en", "fr"] as const;
export type Locale = (typeof locales)[number];

export function isLocale(value: string | undefined): value is Locale {
  return value === "en" || value === "fr";
}

/** Cookie first, then the reader's Accept-Language by weight, then English. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const q = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { language: tag.slice(0, 2).toLowerCase(), weight: q === undefined ? 1 : Number(q.trim().slice(2)) };
    })
    .filter((entry) => entry.weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return wanted.map((entry) => entry.language).find(isLocale) ?? "en";
}
