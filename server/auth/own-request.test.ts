import { describe, expect, it } from "vitest";
import { isOwnRequest } from "./own-request";

const host = "triptych.example:3000";

describe("isOwnRequest", () => {
  it.each([
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "none" }, true],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "cross-site", origin: `http://${host}` }, false],
    [{ origin: `http://${host}` }, true],
    [{ origin: "http://triptych.example" }, false],
    [{ origin: "https://elsewhere.example" }, false],
    [{ origin: "null" }, false],
    [{ origin: "https://public.example", "x-forwarded-host": "public.example" }, true],
    [{}, true],
  ])("%j -> %s", (said, own) => expect(isOwnRequest(new Headers({ host, ...said }))).toBe(own));
});
