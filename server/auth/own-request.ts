/**
 * Whether a request that changes something comes from a page of this site: the cookie alone does not say so, a browser
 * adds it to what other sites send. Browsers say where a request comes from in Sec-Fetch-Site, but over plain HTTP to
 * another machine than their own only in Origin. Who says neither is no browser, and has no cookies but their own.
 */
export function isOwnRequest(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).host === (headers.get("x-forwarded-host") ?? headers.get("host"));
}
