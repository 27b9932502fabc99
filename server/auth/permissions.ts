import type { Role } from "../scope";

/** Who may do what (decisions D17). The settings page prints this table; procedures name its actions. */
export const permissions = {
  "pages:read": { roles: ["executive", "ops", "marketer", "admin"] },
  "changes:draft": { roles: ["ops", "marketer", "admin"] },
  "changes:record": { roles: ["ops", "admin"] },
  "segments:edit": { roles: ["marketer", "admin"] },
  "alerts:comment": { roles: ["executive", "ops", "marketer", "admin"] },
  /** Ops: only the alerts of their own changes and of data; the verb checks that. */
  "alerts:work": { roles: ["ops", "marketer", "admin"] },
  "people:see": { roles: ["marketer", "admin"], needs: "seesPeople" },
  "people:erase": { roles: ["admin"], needs: "seesPeople" },
  "data:import": { roles: ["admin"] },
  "workspace:administer": { roles: ["admin"] },
} as const satisfies Record<string, { roles: readonly Role[]; needs?: "seesPeople" }>;

export type Action = keyof typeof permissions;

export function may(who: { role: Role; seesPeople: boolean }, action: Action): boolean {
  const rule: { roles: readonly Role[]; needs?: "seesPeople" } = permissions[action];
  return rule.roles.includes(who.role) && (rule.needs === undefined || who[rule.needs]);
}

/** What a key for machines may be given (D17): the actions that the HTTP API knows. */
export const keyScopes = ["data:import", "changes:record"] as const satisfies readonly Action[];
export type KeyScope = (typeof keyScopes)[number];

/** As `may`, for a key: its scopes are actions of the same table, whatever was written down for it. */
export function keyMay(key: { scopes: readonly string[] }, action: Action): boolean {
  return keyScopes.some((scope) => scope === action) && key.scopes.includes(action);
}
