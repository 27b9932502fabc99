/** The last address named: the one that our own proxy, or the site's server, added. Earlier ones are the caller's word. */
export function networkAddress(headers: Headers): string {
  const named = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return named || "unknown";
}
