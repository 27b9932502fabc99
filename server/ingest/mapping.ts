import { z } from "zod";
import type { BatchKind } from "@/db/schema";
import { dateReader } from "./date-format";
import { interactionFields, purchaseFields, responseFields } from "./schema";

export const storeFields = [
  "store",
  "name",
  "zone",
  "lat",
  "lon",
  "region",
  "format",
  "opened_on",
  "closed_on",
  "successor",
] as const;
export const productFields = ["product", "name", "category", "merchandise", "successor"] as const;
export const customerFields = ["customer", "home_area"] as const;

export const channels = ["store", "web", "app", "phone", "mail", "marketplace"] as const;
export const fulfilments = ["store", "delivery", "click_and_collect", "locker"] as const;

const column = z.string().trim().min(1);
const zone = z.string().refine(isZone, "is not a time zone such as Europe/Paris");
const decimalText = z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, "is not a decimal number such as 0.92");

const common = {
  encoding: z.enum(["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15"]).default("utf-8"),
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  decimal: z.enum([".", ","]).default("."),
  thousands: z.enum(["", ",", ".", " ", "'"]).default(""),
  dateFormat: z.string().refine(isDateFormat, "names no year, month and day, as YYYY-MM-DD does").default("ISO"),
  /** The zone of times that name none; the store's own by default. */
  zone: zone.optional(),
  /** Cells that mean "nobody" or "nothing". */
  nothing: z.array(z.string()).default([]),
  /** The source whose customers, stores and products the file speaks of, where it is another one. */
  referencesOf: z.string().trim().min(1).optional(),
};

const refund = z.union([
  z.strictObject({ prefix: z.string().min(1) }),
  z.strictObject({ sign: z.literal(true) }),
  z.strictObject({ column, values: z.array(z.string()).min(1) }),
]);

const related = z
  .strictObject({
    stores: z.strictObject({ columns: z.partialRecord(z.enum(storeFields), column) }).optional(),
    products: z
      .strictObject({
        columns: z.partialRecord(z.enum(productFields), column),
        categories: z.array(column).optional(),
      })
      .optional(),
    customers: z
      .strictObject({
        columns: z.partialRecord(z.enum(customerFields), column).optional(),
        /** Columns kept with each customer, under their own names. */
        attributes: z.array(column).default([]),
      })
      .optional(),
  })
  .default({});

const purchases = z.strictObject({
  ...common,
  related,
  columns: z.partialRecord(z.enum(purchaseFields), column).optional(),
  /** Columns of the category path, from the root down. */
  categories: z.array(column).optional(),
  constants: z.partialRecord(z.enum(["store", "product", "channel", "fulfilment", "currency"]), column).default({}),
  words: z
    .strictObject({
      channel: z.record(z.string(), z.enum(channels)).optional(),
      fulfilment: z.record(z.string(), z.enum(fulfilments)).optional(),
    })
    .default({}),
  refund: refund.optional(),
  wholeReceipts: z.boolean().default(true),
  /** Where a line id stands once: in the whole source, or (a line number) in its receipt. */
  lineUniqueIn: z.enum(["source", "receipt"]).default("source"),
  notMerchandise: z
    .strictObject({ codes: z.array(z.string()).default([]), pattern: z.string().refine(isPattern).optional() })
    .default({ codes: [] }),
  storeZones: z.record(z.string(), zone).default({}),
  /** Units of the workspace's currency for one unit of another. */
  rates: z.record(z.string().length(3), decimalText).default({}),
});

const responses = z.strictObject({
  ...common,
  columns: z.partialRecord(z.enum(responseFields), column).optional(),
});

const interactions = z.strictObject({
  ...common,
  columns: z.partialRecord(z.enum(interactionFields), column).optional(),
  constants: z.partialRecord(z.enum(["kind", "direction", "mode", "channel"]), column).default({}),
  words: z.strictObject({ channel: z.record(z.string(), z.enum(channels)).optional() }).default({}),
});

export const mappingSchemas = { purchases, survey_responses: responses, interactions } as const satisfies Record<
  BatchKind,
  z.ZodType
>;

export type PurchaseMapping = z.output<typeof purchases>;
export type ResponseMapping = z.output<typeof responses>;
export type InteractionMapping = z.output<typeof interactions>;
export type Mapping = PurchaseMapping | ResponseMapping | InteractionMapping;

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function isDateFormat(format: string): boolean {
  try {
    return typeof dateReader(format) === "function";
  } catch {
    return false;
  }
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern).source !== "";
  } catch {
    return false;
  }
}
