/**
 * The network address that a request comes from. `peer` is the other end of the connection. A caller may write anything
 * into X-Forwarded-For; what counts are the entries that our own reverse proxies added, one each, at its end. `proxies`
 * says how many of them stand before the site: with none the header is nobody's word.
 */
export function callerAddress(peer: string | undefined, forwarded: string | undefined, proxies: number): string {
  const named = (forwarded ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const way = [...named, peer ?? "unknown"];
  return way[Math.max(0, way.length - 1 - proxies)] ?? "unknown";
}
