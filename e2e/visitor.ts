import {
  type APIRequestContext,
  type APIResponse,
  type BrowserContextOptions,
  expect,
  request,
} from "@playwright/test";
import type { inferRouterOutputs } from "@trpc/server";
import type { Role } from "../server/scope";
import type { AppRouter } from "../server/trpc/router";
import { sessionOf } from "./fixtures";

/** Somebody who asks the site over HTTP, without a browser; nothing is followed, so that every answer is seen. */
export async function stranger(baseURL: string | undefined): Promise<APIRequestContext> {
  return request.newContext({
    ...(baseURL && { baseURL }),
    maxRedirects: 0,
    extraHTTPHeaders: { "accept-language": "en" },
  });
}

/** A demo account of a role, with the session that sign-in.setup.ts made. */
export async function visitorAs(baseURL: string | undefined, role: Role): Promise<APIRequestContext> {
  return visitorOf(baseURL, sessionOf(role));
}

/** Whoever a browser's session belongs to. */
export async function visitorOf(
  baseURL: string | undefined,
  session: NonNullable<BrowserContextOptions["storageState"]>,
): Promise<APIRequestContext> {
  return request.newContext({
    ...(baseURL && { baseURL }),
    maxRedirects: 0,
    extraHTTPHeaders: { "accept-language": "en" },
    storageState: session,
  });
}

/** Anybody with a password, signed in. */
export async function signedIn(
  baseURL: string | undefined,
  email: string,
  password: string,
): Promise<APIRequestContext> {
  const visitor = await stranger(baseURL);
  const { csrfToken } = await (await visitor.get("/api/auth/csrf")).json();
  const answer = await visitor.post("/api/auth/callback/credentials", { form: { csrfToken, email, password } });
  expect(answer.headers().location, `${email} is signed in`).not.toContain("error");
  return visitor;
}

type Outputs = inferRouterOutputs<AppRouter>;
type Domain = keyof Outputs;

/** Asks a query as a browser does; null where it was refused. Input and answer travel in superjson's envelope. */
export async function ask<D extends Domain, Q extends keyof Outputs[D] & string>(
  visitor: APIRequestContext,
  workspace: string,
  [domain, query]: [D, Q],
  input?: unknown,
): Promise<{ status: number; said: string; value: Outputs[D][Q] | null }> {
  const asked = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  return opened(await visitor.get(`/api/trpc/${workspace}/${domain}.${query}${asked}`));
}

/** Calls a mutation as a browser does. */
export async function tell<D extends Domain, M extends keyof Outputs[D] & string>(
  visitor: APIRequestContext,
  workspace: string,
  [domain, mutation]: [D, M],
  input: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; said: string; value: Outputs[D][M] | null }> {
  const data = { json: input };
  return opened(await visitor.post(`/api/trpc/${workspace}/${domain}.${mutation}`, { data, headers }));
}

async function opened(answer: APIResponse) {
  const body = (await answer.text()) === "" ? {} : await answer.json();
  return { status: answer.status(), said: body.error?.json.message ?? "", value: body.result?.data.json ?? null };
}
