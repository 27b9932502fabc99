import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getLocale } from "next-intl/server";
import { isOwnRequest } from "../auth/own-request";
import { whoAsks } from "../auth/session";
import { now } from "../clock";
import { database } from "../database";
import { NotFound } from "../errors";
import { contextOf } from "./context";
import type { Context } from "./init";
import { appRouter } from "./router";
import { told } from "./translate";
import { withinLimit } from "./within-limit";

/** No page asks for more at once (components/browser-door.ts), nor sends longer forms. */
const maxBatchSize = 10;
const maxBytes = 1_000_000;

/**
 * Answers a browser's call: `/api/trpc/<workspace>/<procedure>`, the data's day in the header `x-on`. Only this site's own
 * pages may ask: the session's cookie alone is not enough.
 */
export async function handle(request: Request, workspace: string): Promise<Response> {
  if (!isOwnRequest(request.headers)) return new Response(null, { status: 403 });
  const req = await withinLimit(request, maxBytes);
  if (!req) return new Response(null, { status: 413 });
  const createContext = async (): Promise<Context> => {
    const [{ user, member }, locale] = await Promise.all([whoAsks(workspace), getLocale()]);
    if (user && !member) throw told(new NotFound("workspace"));
    if (!member) return { db: database().db, now: now(), locale, member: null };
    return contextOf(member, { on: request.headers.get("x-on") ?? undefined, locale });
  };
  return fetchRequestHandler({
    endpoint: `/api/trpc/${encodeURIComponent(workspace)}`,
    req,
    router: appRouter,
    createContext,
    allowBatching: true,
    maxBatchSize,
    responseMeta: () => ({ headers: new Headers({ "cache-control": "no-store" }) }),
  });
}
