import { z } from "zod";
import type { BatchKind } from "@/db/schema";
import { isBoundedPattern } from "./bounded-pattern";
import { dateReader } from "./date-format";
import {
  changeCustomerFields,
  changeFields,
  customerFields,
  interactionFields,
  invitationFields,
  personaAnswerFields,
  productFields,
  purchaseFields,
  responseFields,
  stockFields,
  storeFields,
} from "./schema";

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
  dateFormat: z
    .string()
    .refine(isDateFormat, "does not name year, month and day once each, as YYYY-MM-DD does")
    .default("ISO"),
  /** The zone of times that name none; the store's own by default. */
  zone: zone.optional(),
  /** Cells that mean "nobody" or "nothing". */
  nothing: z.array(z.string()).default([]),
  /** What the column `customer` holds: the source's own reference, or an identity that a file of customers also names. */
  identity: z.enum(["reference", "card", "email", "phone", "web"]).default("reference"),
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
        columns: z.partialRecord(z.enum(["customer", "home_area"]), column).optional(),
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
    .strictObject({
      codes: z.array(z.string()).default([]),
      pattern: z
        .string()
        .refine(isBoundedPattern, "is not a short regular expression without repeated groups")
        .optional(),
    })
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

const invitations = z.strictObject({
  ...common,
  columns: z.partialRecord(z.enum(invitationFields), column).optional(),
  constants: z.partialRecord(z.enum(["survey", "channel", "stratum"]), column).default({}),
});

const personaAnswers = z.strictObject({
  ...common,
  columns: z.partialRecord(z.enum(personaAnswerFields), column).optional(),
});

const customers = z.strictObject({
  ...common,
  columns: z.partialRecord(z.enum(customerFields), column).optional(),
  /** Columns kept with each customer, under their own names. */
  attributes: z.array(column).default([]),
});

const stores = z.strictObject({ ...common, columns: z.partialRecord(z.enum(storeFields), column).optional() });

const products = z.strictObject({
  ...common,
  columns: z.partialRecord(z.enum(productFields), column).optional(),
  categories: z.array(column).optional(),
  attributes: z.array(column).default([]),
});

const stock = z.strictObject({ ...common, columns: z.partialRecord(z.enum(stockFields), column).optional() });

const changes = z.strictObject({
  ...common,
  columns: z.partialRecord(z.enum(changeFields), column).optional(),
  constants: z.partialRecord(z.enum(["moved", "kind", "state"]), column).default({}),
});

const changeCustomers = z.strictObject({
  ...common,
  columns: z.partialRecord(z.enum(changeCustomerFields), column).optional(),
  constants: z.partialRecord(z.enum(["change"]), column).default({}),
});

export const mappingSchemas = {
  purchases,
  interactions,
  survey_invitations: invitations,
  survey_responses: responses,
  persona_answers: personaAnswers,
  customers,
  stores,
  products,
  stock,
  changes,
  change_customers: changeCustomers,
} as const satisfies Record<BatchKind, z.ZodType>;

export type PurchaseMapping = z.output<typeof purchases>;
export type InteractionMapping = z.output<typeof interactions>;
export type InvitationMapping = z.output<typeof invitations>;
export type ResponseMapping = z.output<typeof responses>;
export type PersonaAnswerMapping = z.output<typeof personaAnswers>;
export type CustomerMapping = z.output<typeof customers>;
export type StoreMapping = z.output<typeof stores>;
export type ProductMapping = z.output<typeof products>;
export type StockMapping = z.output<typeof stock>;
export type ChangeMapping = z.output<typeof changes>;
export type ChangeCustomerMapping = z.output<typeof changeCustomers>;
export type Mapping = z.output<(typeof mappingSchemas)[BatchKind]>;

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
