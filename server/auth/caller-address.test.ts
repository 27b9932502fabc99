import { describe, expect, it } from "vitest";
import { callerAddress } from "./caller-address";

const peer = "198.51.100.7";

describe("callerAddress", () => {
  it.each([
    ["no proxy, nothing said", 0, undefined, peer],
    ["no proxy: the header is the caller's own word", 0, "203.0.113.9", peer],
    ["one proxy: the entry that it added", 1, "203.0.113.9", "203.0.113.9"],
    ["one proxy, the caller says something in front of it", 1, "1.1.1.1, 203.0.113.9", "203.0.113.9"],
    ["two proxies: the first one's entry", 2, "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
    ["more proxies than entries: the first there is", 3, "203.0.113.9", "203.0.113.9"],
    ["a proxy that says nothing", 1, " , ", peer],
  ])("%s -> %s proxies, %j: %s", (_, proxies, forwarded, address) =>
    expect(callerAddress(peer, forwarded, proxies)).toBe(address),
  );
});
