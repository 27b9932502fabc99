/** The words of product.md, "A change". */
export type Moved = "client" | "product" | "store" | "client-product" | "client-store" | "product-store";
export type ChangeKind =
  | "moved"
  | "opening_hours"
  | "layout"
  | "staff"
  | "recipe"
  | "packaging"
  | "price"
  | "assortment"
  | "delivery"
  | "stock_rhythm"
  | "click_and_collect"
  | "loyalty"
  | "service_policy"
  | "after_sales"
  | "communication"
  | "other";
export type ChangeState = "draft" | "planned" | "live" | "ended" | "rolled_back" | "cancelled";

/** Dimensions are joined by AND, values within one by OR; an absent dimension is everything. */
export interface DemoScope {
  readonly stores?: readonly string[];
  readonly products?: readonly string[];
  /** Category paths, each covering what lies below it. */
  readonly categories?: readonly (readonly string[])[];
  readonly channels?: readonly string[];
  readonly fulfilments?: readonly string[];
  /** External ids of customers: a mailing. */
  readonly list?: readonly string[];
}

export interface PlannedAndActual {
  readonly planned: string;
  readonly actual: string | null;
}

/** A change as a person of the retailer would record it. It holds nothing of what it did to anybody. */
export interface DemoChange {
  readonly key: string;
  readonly title: string;
  readonly moved: Moved;
  readonly kind: ChangeKind;
  readonly scope: DemoScope;
  /** First day on which it can be met (earliest wave). */
  readonly start: PlannedAndActual;
  readonly end?: PlannedAndActual;
  /** A staggered roll-out: the first day per store. Stores not named start with `start`. */
  readonly perStoreStart?: readonly (PlannedAndActual & { readonly store: string })[];
  readonly state: ChangeState;
  readonly hypothesis: string;
  /** What the team said that it would bring in a year, in minor units. */
  readonly declaredGainMinor?: number;
  readonly tags: readonly string[];
  readonly ownerRole: "executive" | "ops" | "marketer" | "admin";
  readonly note: string;
}
