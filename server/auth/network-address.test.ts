import { describe, expect, it } from "vitest";
import { networkAddress } from "./network-address";

describe("networkAddress", () => {
  it.each([
    [{ "x-forwarded-for": "203.0.113.9" }, "203.0.113.9"],
    [{ "x-forwarded-for": "1.1.1.1, 203.0.113.9" }, "203.0.113.9"],
    [{ "x-forwarded-for": "" }, "unknown"],
    [{}, "unknown"],
  ])("%j -> %s: what a caller adds in front counts for nothing", (headers, address) =>
    expect(networkAddress(new Headers(headers))).toBe(address),
  );
});
