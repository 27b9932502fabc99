import { AuthError } from "next-auth";
import { signIn } from "@/server/auth/next-auth";
import { ownPath } from "@/server/auth/own-path";
import { isOwnRequest } from "@/server/auth/own-request";
import { env } from "@/server/env";

/**
 * Leads on to the issuer that vouches for people (OpenID Connect), and back to `?to=`. A link and no form: the content
 * policy lets forms lead to this site only. Another site's page cannot send somebody through.
 */
export async function GET(request: Request): Promise<Response> {
  if (!isOwnRequest(request.headers)) return new Response(null, { status: 403 });
  if (!env().provider) return new Response(null, { status: 404 });
  const to = ownPath(new URL(request.url).searchParams.get("to"));
  try {
    return lead(await signIn("oidc", { redirectTo: to, redirect: false }));
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return lead("/sign-in?error=Configuration");
  }
}

function lead(to: string): Response {
  return new Response(null, { status: 303, headers: { Location: to, "cache-control": "no-store" } });
}
