import { isIPv6 } from "node:net";

/**
 * The address that attempts to sign in are counted under. scripts/site.ts has put the one that counts into the header
 * (caller-address.ts). One household has a whole /64 of IPv6 addresses: they count as one.
 */
export function networkAddress(headers: Headers): string {
  const named = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().replace(/%.*$/, "");
  if (!named) return "unknown";
  if (!isIPv6(named)) return named;
  const inside = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(named)?.[1];
  return inside ?? `${networkOf(named)}::/64`;
}

/** The first four of the eight groups; `::` stands for as many zeros as are missing. */
function networkOf(address: string): string {
  const groups = (part = "") => part.split(":").filter((group) => group !== "");
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}
