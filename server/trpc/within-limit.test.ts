import { describe, expect, it } from "vitest";
import { withinLimit } from "./within-limit";

const asked = (body: BodyInit, headers: HeadersInit = {}) =>
  new Request("http://here.invalid/api", { method: "POST", headers, body, duplex: "half" } as RequestInit);

/** A body whose length nobody says beforehand. */
const stream = (...parts: string[]) =>
  new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });

describe("withinLimit", () => {
  it("a body of the limit is handed on whole, with method and headers", async () => {
    const request = await withinLimit(asked("0123456789", { "content-type": "application/json" }), 10);
    expect([request?.method, request?.headers.get("content-type")]).toEqual(["POST", "application/json"]);
    expect(await request?.text()).toBe("0123456789");
  });
  it("in parts, with no length said: counted as it comes", async () => {
    expect(await (await withinLimit(asked(stream("01234", "56789")), 10))?.text()).toBe("0123456789");
    expect(await withinLimit(asked(stream("01234", "56789", "x")), 10)).toBeNull();
  });
  it("a length that is said is enough to refuse", async () => {
    expect(await withinLimit(asked("0", { "content-length": "11" }), 10)).toBeNull();
  });
  it("no body is no matter", async () => {
    const request = new Request("http://here.invalid/api");
    expect(await withinLimit(request, 0)).toBe(request);
  });
});
