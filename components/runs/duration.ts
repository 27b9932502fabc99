import type { getTranslations } from "next-intl/server";

type Words = Awaited<ReturnType<typeof getTranslations<"runs">>>;

/** Seconds in words: tenths under ten of them, whole ones above, minutes from a hundred on. */
export function durationIn(t: Words): (seconds: number) => string {
  return (seconds) => {
    const whole = Math.round(seconds);
    if (seconds >= 100) return t("minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
    return t("seconds", { seconds: seconds < 10 ? Math.round(seconds * 10) / 10 : whole });
  };
}
