import type { BatchKind } from "@/db/schema";
import type { Action } from "../auth/permissions";
import { batchKinds } from "../ingest/schema";

/** Every address under /api/v1: the handler finds its work here, the OpenAPI document is made of it. */
export type ApiRoute =
  | { name: "document"; method: "GET"; path: "/api/v1/openapi.json" }
  | { name: "import"; method: "GET"; path: "/api/v1/imports/{id}" }
  | { name: "rows"; method: "POST"; path: `/api/v1/${BatchKind}`; kind: BatchKind; action: Action };

export const apiRoutes: readonly ApiRoute[] = [
  { name: "document", method: "GET", path: "/api/v1/openapi.json" },
  { name: "import", method: "GET", path: "/api/v1/imports/{id}" },
  ...batchKinds.map((kind) => ({
    ...({ name: "rows", method: "POST", kind } as const),
    path: `/api/v1/${kind}` as const,
    action: actionOf(kind),
  })),
];

/** What a key must be allowed to send rows of a kind. */
export function actionOf(kind: BatchKind): Action {
  return kind === "changes" || kind === "change_customers" ? "changes:record" : "data:import";
}

/** The route of an address, and the id in it; null for all that stands in no document. */
export function routeOf(pathname: string): { route: ApiRoute; id: number | null } | null {
  const plain = apiRoutes.find(({ path }) => path === pathname);
  if (plain) return { route: plain, id: null };
  const [, digits] = /^\/api\/v1\/imports\/([1-9]\d{0,14})$/.exec(pathname) ?? [];
  const route = apiRoutes.find(({ name }) => name === "import");
  return digits && route ? { route, id: Number(digits) } : null;
}
