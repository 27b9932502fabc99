import { NextRequest } from "next/server";
import { describe, expect, it } from "vitest";
import { proxy } from "./proxy";

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  proxy(new NextRequest(`http://localhost:3000${path}`, { headers, method }));
const signedIn = { cookie: "authjs.session-token=anything" };

describe("the way in", () => {
  it("a stranger at a workspace's page -> to sign in, and back to it", () =>
    expect(ask("/w/demo/changes?state=live").headers.get("location")).toBe(
      "http://localhost:3000/sign-in?to=%2Fw%2Fdemo%2Fchanges%3Fstate%3Dlive",
    ));
  it.each(["authjs.session-token", "__Secure-authjs.session-token", "authjs.session-token.0"])(
    "with the cookie %s -> on to the page, which asks the database",
    (name) => expect(ask("/w/demo", { cookie: `${name}=x` }).headers.get("location")).toBeNull(),
  );
  it("what a caller says about where we are is not believed", () =>
    expect(
      ask("/w/demo?a=1&_rsc=x", { ...signedIn, "x-here": "/w/other" }).headers.get("x-middleware-request-x-here"),
    ).toBe("/w/demo?a=1"));
});

describe("where a reader was last", () => {
  const kept = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    ask(path, { ...signedIn, ...headers }, method).cookies.get("workspace")?.value;

  it("is the workspace of the page, out of reach of scripts", () => {
    expect(kept("/w/demo/changes")).toBe("demo");
    expect(ask("/w/demo", signedIn).headers.get("set-cookie")).toMatch(/HttpOnly.*SameSite=lax/i);
  });
  it.each([
    ["no page of a workspace", "/", {}, "GET"],
    ["kept already", "/w/demo", { cookie: `${signedIn.cookie}; workspace=demo` }, "GET"],
    ["a page that is fetched ahead", "/w/demo", { "next-router-prefetch": "1" }, "GET"],
    ["a form that is sent", "/w/demo", {}, "POST"],
  ])("%s: nothing is kept", (_, path, headers, method) => expect(kept(path, headers, method)).toBeUndefined());
});

describe("the content policy", () => {
  const policy = () => ask("/sign-in").headers.get("content-security-policy") ?? "";

  it("has a nonce of its own for every request", () => {
    const [one, other] = [policy(), policy()].map((text) => text.match(/'nonce-([\w+/=]{24,})'/)?.[1]);
    expect(one).toBeTruthy();
    expect(one).not.toBe(other);
  });
  it("reaches the page, so that Next's own scripts carry it", () => {
    const answer = ask("/sign-in");
    expect(answer.headers.get("x-middleware-request-content-security-policy")).toBe(
      answer.headers.get("content-security-policy"),
    );
  });
  it("comes with the other headers; transport security under https only", () => {
    expect(ask("/sign-in").headers.get("strict-transport-security")).toBeNull();
    const secure = ask("/sign-in", { "x-forwarded-proto": "https" }).headers;
    expect(secure.get("strict-transport-security")).toBe("max-age=31536000");
    expect([secure.get("x-content-type-options"), secure.get("referrer-policy")]).toEqual(["nosniff", "same-origin"]);
  });
});
