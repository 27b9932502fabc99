import type { Moved } from "@/db/schema/changes";

export const vertices = ["client", "product", "store"] as const;
export const edges = ["client-product", "client-store", "product-store"] as const;
export const movedParts = [...vertices, ...edges] as const satisfies readonly Moved[];

/** What can be done to the triptych, each under the vertex or edge that it usually moves. Any pair may be recorded. */
export const kindsByMoved = {
  store: ["moved", "opening_hours", "layout", "staff"],
  product: ["recipe", "packaging", "price"],
  client: ["loyalty", "communication"],
  "client-product": ["click_and_collect", "delivery"],
  "client-store": ["service_policy", "after_sales"],
  "product-store": ["assortment", "stock_rhythm"],
} as const satisfies Record<Moved, readonly string[]>;

export const changeKinds = [...Object.values(kindsByMoved).flat(), "other"] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const channels = ["store", "web", "app", "phone", "mail", "marketplace"] as const;
export const fulfilments = ["store", "delivery", "click_and_collect", "locker"] as const;
