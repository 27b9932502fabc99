import { describe, expect, it } from "vitest";
import { networkAddress } from "./network-address";

describe("networkAddress", () => {
  it.each([
    [{ "x-forwarded-for": "203.0.113.9" }, "203.0.113.9"],
    [{ "x-forwarded-for": "1.1.1.1, 203.0.113.9" }, "203.0.113.9"],
    [{ "x-forwarded-for": "::ffff:203.0.113.9" }, "203.0.113.9"],
    [{ "x-forwarded-for": "2001:db8:1:2:aaaa::1" }, "2001:db8:1:2::/64"],
    [{ "x-forwarded-for": "2001:0DB8:0001:0002:ffff:0:0:9" }, "2001:db8:1:2::/64"],
    [{ "x-forwarded-for": "2001:db8::9" }, "2001:db8:0:0::/64"],
    [{ "x-forwarded-for": "fe80::1%eth0" }, "fe80:0:0:0::/64"],
    [{ "x-forwarded-for": "::1" }, "0:0:0:0::/64"],
    [{ "x-forwarded-for": "" }, "unknown"],
    [{}, "unknown"],
  ])("%j -> %s", (headers, address) => expect(networkAddress(new Headers(headers))).toBe(address));
});
