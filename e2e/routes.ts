import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Action } from "../server/auth/permissions";
import { workspace as w } from "./fixtures";
import type { Sample } from "./sample";

export interface Route {
  /** As the build names it: "/w/[workspace]/alerts/[id]". */
  pattern: string;
  kind: "page" | "route";
}

/** Every page and route handler of the production build, from its own list. */
export function builtRoutes(): Route[] {
  const file = fileURLToPath(new URL("../.next/app-path-routes-manifest.json", import.meta.url));
  const list = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  return Object.entries(list)
    .filter(([entry]) => !entry.startsWith("/_"))
    .map(([entry, pattern]) => ({ pattern, kind: entry.endsWith("/page") ? ("page" as const) : ("route" as const) }))
    .sort((one, other) => one.pattern.localeCompare(other.pattern));
}

interface Address {
  /** What the permission table must allow; "member" is anyone of the workspace, "anyone" needs no session. */
  needs: Action | "member" | "anyone";
  /** The address with real ids; absent for what is asked only by other means (POST, the API). */
  path?: (sample: Sample) => string;
  /** Not the same for everyone who may: why. */
  except?: string;
}

/** What stands behind each route of the build. A new route without a line here fails the browser tests. */
export const addresses: Record<string, Address> = {
  "/": { needs: "anyone", except: "leads on to the workspace, or to sign in" },
  "/api/auth/[...nextauth]": { needs: "anyone", path: () => "/api/auth/session" },
  "/api/health": { needs: "anyone", path: () => "/api/health" },
  "/api/metrics": { needs: "anyone", except: "asks for METRICS_TOKEN: security.spec.ts" },
  "/api/ready": { needs: "anyone", path: () => "/api/ready" },
  "/api/trpc/[workspace]/[trpc]": {
    needs: "member",
    except: "every procedure is called by server/trpc/rights.db.test.ts",
  },
  "/api/v1/[[...path]]": { needs: "anyone", except: "asks for a key: server/api tests every route and status" },
  "/components": { needs: "anyone", path: () => "/components" },
  "/icon.svg": { needs: "anyone", path: () => "/icon.svg" },
  "/invitation/[token]": { needs: "anyone", path: () => "/invitation/nothing" },
  "/preferences": { needs: "anyone", except: "only takes forms" },
  "/sign-in": { needs: "anyone", except: "leads on for whoever is signed in" },
  "/sign-in/provider": { needs: "anyone", except: "leads on to the issuer, where one is configured" },
  "/w/[workspace]": { needs: "pages:read", path: () => w },
  "/w/[workspace]/account": { needs: "member", path: () => `${w}/account` },
  "/w/[workspace]/alerts": { needs: "pages:read", path: () => `${w}/alerts` },
  "/w/[workspace]/alerts/[id]": { needs: "pages:read", path: ({ alert }) => `${w}/alerts/${alert}` },
  "/w/[workspace]/alerts/[id]/people": { needs: "people:see", path: ({ alert }) => `${w}/alerts/${alert}/people` },
  "/w/[workspace]/changes": { needs: "pages:read", path: () => `${w}/changes` },
  "/w/[workspace]/changes/[id]": { needs: "pages:read", path: ({ change }) => `${w}/changes/${change}` },
  "/w/[workspace]/changes/[id]/breakdown": {
    needs: "pages:read",
    path: ({ change }) => `${w}/changes/${change}/breakdown`,
  },
  "/w/[workspace]/changes/[id]/edit": { needs: "changes:record", path: ({ change }) => `${w}/changes/${change}/edit` },
  "/w/[workspace]/changes/new": { needs: "changes:draft", path: () => `${w}/changes/new` },
  "/w/[workspace]/changes/replay": { needs: "pages:read", path: () => `${w}/changes/replay` },
  "/w/[workspace]/changes/touch": { needs: "changes:draft", path: () => `${w}/changes/touch` },
  "/w/[workspace]/customers": { needs: "pages:read", path: () => `${w}/customers` },
  "/w/[workspace]/customers/[id]": { needs: "people:see", path: ({ customer }) => `${w}/customers/${customer}` },
  "/w/[workspace]/customers/erasures": { needs: "people:erase", path: () => `${w}/customers/erasures` },
  "/w/[workspace]/customers/joins": { needs: "data:import", path: () => `${w}/customers/joins` },
  "/w/[workspace]/data": { needs: "data:import", path: () => `${w}/data` },
  "/w/[workspace]/data/[id]": { needs: "data:import", path: ({ import: id }) => `${w}/data/${id}` },
  "/w/[workspace]/data/[id]/rejects": { needs: "data:import", path: ({ import: id }) => `${w}/data/${id}/rejects` },
  "/w/[workspace]/data/model": { needs: "pages:read", path: () => `${w}/data/model` },
  "/w/[workspace]/data/quality": { needs: "data:import", path: () => `${w}/data/quality` },
  "/w/[workspace]/data/runs": { needs: "pages:read", path: () => `${w}/data/runs` },
  "/w/[workspace]/data/upload": { needs: "data:import", except: "only takes a form" },
  "/w/[workspace]/settings": { needs: "workspace:administer", path: () => `${w}/settings` },
  // Of one topic: others look at people meanwhile, and each look is a line.
  "/w/[workspace]/settings/audit": { needs: "workspace:administer", path: () => `${w}/settings/audit?about=member` },
  "/w/[workspace]/settings/keys": { needs: "workspace:administer", path: () => `${w}/settings/keys` },
  "/w/[workspace]/settings/rights": { needs: "workspace:administer", path: () => `${w}/settings/rights` },
};
