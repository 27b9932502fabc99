const here = "http://here.invalid";

/**
 * A path on this site, never another one: `//elsewhere` and `/\elsewhere` are addresses too, and so is what a path such
 * as `/.//elsewhere` becomes.
 */
export function ownPath(wanted: unknown): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || !URL.canParse(wanted, here)) return "/";
  const url = new URL(wanted, here);
  const path = `${url.pathname}${url.search}`;
  return url.origin === here && !path.startsWith("//") ? path : "/";
}
