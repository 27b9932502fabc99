const here = "http://here.invalid";

/** A path on this site, never another one: `//elsewhere` and `/\elsewhere` are addresses too. */
export function ownPath(wanted: unknown): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || !URL.canParse(wanted, here)) return "/";
  const url = new URL(wanted, here);
  return url.origin === here ? `${url.pathname}${url.search}` : "/";
}
