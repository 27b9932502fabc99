import type { Moved } from "@/db/schema/changes";

export const vertices = ["client", "product", "store"] as const;
export const edges = ["client-product", "client-store", "product-store"] as const;
export const movedParts = [...vertices, ...edges] as const satisfies readonly Moved[];

export const changeKinds = [
  "moved",
  "opening_hours",
  "layout",
  "staff",
  "recipe",
  "packaging",
  "price",
  "assortment",
  "delivery",
  "stock_rhythm",
  "click_and_collect",
  "loyalty",
  "service_policy",
  "after_sales",
  "communication",
  "other",
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Each kind under the vertex or edge that it usually moves. Any pair may be recorded. */
export const kindsByMoved: Record<Moved, readonly ChangeKind[]> = {
  store: ["moved", "opening_hours", "layout", "staff"],
  product: ["recipe", "packaging", "price"],
  client: ["loyalty", "communication"],
  "client-product": ["click_and_collect", "delivery"],
  "client-store": ["service_policy", "after_sales"],
  "product-store": ["assortment", "stock_rhythm"],
};

export const channels = ["store", "web", "app", "phone", "mail", "marketplace"] as const;
export const fulfilments = ["store", "delivery", "click_and_collect", "locker"] as const;
