import { randomUUID } from "node:crypto";
import { keyMay } from "../auth/permissions";
import { now } from "../clock";
import { database } from "../database";
import { databaseFault } from "../database-fault";
import { DomainError, type ErrorKind } from "../errors";
import { chooseLocale, type Locale } from "../i18n/locale";
import { uploadPath } from "../ingest/upload-folder";
import { mostUploads } from "../ingest/upload-room";
import { log } from "../log";
import { inWorkspace } from "../scope";
import { sentenceOf } from "../sentence";
import { admit } from "./admit";
import { mostWaiting } from "./limits";
import { openApiDocument } from "./openapi";
import { Refusal } from "./refusal";
import { type ApiRoute, routeOf } from "./routes";
import { showImport } from "./show-import";
import { type Desk, takeRows } from "./take-rows";
import type { Fault } from "./wire-schema";

const statusOf = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 422,
  limit: 429,
  unauthenticated: 401,
  unavailable: 503,
} as const satisfies Record<ErrorKind, number>;

/** The site's own desk. */
function siteDesk(): Desk {
  return { db: database().db, now, spoolPath: uploadPath, most: { ...mostUploads(), files: mostWaiting } };
}

/** Answers one request under /api/v1. `address` is the network address it comes from. Never throws. */
export async function handleApi(request: Request, address: string, desk: Desk = siteDesk()): Promise<Response> {
  const locale = chooseLocale(undefined, request.headers.get("accept-language"));
  try {
    return await answer(request, { address, desk, locale });
  } catch (error) {
    return refused(error, locale);
  }
}

async function answer(
  request: Request,
  { address, desk, locale }: { address: string; desk: Desk; locale: Locale },
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const found = routeOf(pathname);
  if (!found) throw new Refusal("noRoute", { path: pathname.slice(0, 200) });
  const { route, id } = found;
  checkMethod(route, request.method);
  if (route.name === "document") return json(200, openApiDocument(), { "cache-control": "public, max-age=300" });
  const key = await admit(desk.db, {
    ...{ authorization: request.headers.get("authorization"), address, now: desk.now() },
  });
  if (route.name === "rows") {
    if (!keyMay(key, route.action)) throw new Refusal("scope", { action: route.action });
    const taken = await takeRows(desk, key, route.kind, request);
    return json(202, taken, { location: taken.status });
  }
  const actor = { kind: "key", keyId: key.keyId, name: key.name } as const;
  const who = { workspaceId: key.workspaceId, actor, now: desk.now() };
  const shown = await inWorkspace(desk.db, who, (scope) => showImport(scope, key, { id: id ?? 0, locale }));
  return json(200, shown, { "content-language": locale });
}

function checkMethod(route: ApiRoute, method: string): void {
  if (method === route.method || (method === "HEAD" && route.method === "GET")) return;
  const allowed = route.method === "GET" ? "GET, HEAD" : route.method;
  throw new Refusal("method", { method: method.slice(0, 20), allowed }, {}, { allow: allowed });
}

function refused(error: unknown, locale: Locale): Response {
  const language = { "content-language": locale };
  if (error instanceof Refusal) {
    const message = sentenceOf(`api.${error.code}`, error.params, locale);
    const fault: Fault = { error: { code: error.code, message, ...error.place } };
    return json(error.status, fault, { ...language, ...error.headers });
  }
  const told = error instanceof DomainError ? error : databaseFault(error);
  if (told) {
    const message = sentenceOf(told.code, told.params, locale);
    return json(statusOf[told.kind], { error: { code: told.code, message } } satisfies Fault, language);
  }
  const reference = randomUUID().slice(0, 8);
  log.error("api request failed", { reference, error });
  const message = sentenceOf("internal", { reference }, locale);
  return json(500, { error: { code: "internal", message, reference } } satisfies Fault, language);
}

function json(status: number, body: unknown, headers: Record<string, string>): Response {
  return Response.json(body, {
    status,
    headers: { "cache-control": "no-store", "x-content-type-options": "nosniff", vary: "accept-language", ...headers },
  });
}
