import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { formats } from "./formats";
import { chooseLocale } from "./locale";
import { messages } from "./messages";

/** Dates of data are days without a clock: they are formatted in UTC. A store's own zone is passed where a time is shown. */
export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const locale = chooseLocale(jar.get("locale")?.value, head.get("accept-language"));
  return { locale, messages: messages[locale], formats, timeZone: "UTC" };
});
