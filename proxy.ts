import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { lastWorkspaceCookie } from "@/server/auth/last-workspace-cookie";
import { contentPolicy } from "@/server/content-policy";
import { env } from "@/server/env";

const year = 365 * 24 * 60 * 60;

/**
 * Before every page: a content policy with a nonce of its own, and the way to the sign-in page for strangers. Whether a
 * session still stands is asked of the database by the page itself (server/auth/session.ts).
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl;
  const here = ownAddress(request.nextUrl);
  if (pathname.startsWith("/w/") && request.method === "GET" && !hasSession(request)) {
    return NextResponse.redirect(new URL(`/sign-in?${new URLSearchParams({ to: here })}`, request.url));
  }
  const policy = contentPolicy(randomBytes(18).toString("base64"), env().production);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-here", here);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of securityHeaders(policy, isSecure(request))) response.headers.set(name, value);
  keepWorkspace(request, response);
  return response;
}

/** Which workspace a reader was in last, for `/`: what is only fetched ahead does not count. */
function keepWorkspace(request: NextRequest, response: NextResponse): void {
  const slug = /^\/w\/([\w-]+)/.exec(request.nextUrl.pathname)?.[1];
  if (!slug || request.method !== "GET" || request.headers.has("next-router-prefetch")) return;
  if (request.cookies.get(lastWorkspaceCookie)?.value === slug) return;
  response.cookies.set(lastWorkspaceCookie, slug, { path: "/", maxAge: year, sameSite: "lax", httpOnly: true });
}

function securityHeaders(policy: string, secure: boolean): [string, string][] {
  return [
    ["content-security-policy", policy],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
    ["referrer-policy", "same-origin"],
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ...(secure ? [["strict-transport-security", "max-age=31536000"] as [string, string]] : []),
  ];
}

function ownAddress(url: URL): string {
  const query = new URLSearchParams(url.search);
  query.delete("_rsc");
  return query.size > 0 ? `${url.pathname}?${query}` : url.pathname;
}

function hasSession(request: NextRequest): boolean {
  return request.cookies.getAll().some(({ name }) => /^(__Secure-)?authjs\.session-token/.test(name));
}

function isSecure(request: NextRequest): boolean {
  return (request.headers.get("x-forwarded-proto") ?? request.nextUrl.protocol).startsWith("https");
}

/**
 * Uploads and the HTTP API pass by: Next keeps only the first 10 MB of a body that goes through here. They answer with a
 * redirect, and with JSON that says its own headers.
 */
export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico$|api/v1/|w/[^/]+/data/upload$).*)"] };
