import type { BatchKind } from "@/db/schema";
import type { fieldsOf } from "../ingest/schema";

/** How a value may be written in JSON; `row-schema.ts` has the schema of each, messages its words in api.json. */
export type ValueKind = "code" | "text" | "long" | "number" | "flag" | "consent" | "moment";

type FieldOf<K extends BatchKind> = (typeof fieldsOf)[K][number];

interface RowFields<F extends string> {
  values: Record<F, ValueKind>;
  /** Of each group a row needs one. */
  needs: readonly (readonly F[])[];
  /**
   * Fields whose column counts even where it is empty (an id, another way to say when): a file has it only if one of
   * its rows does. All others mean the same empty as absent. `all`: every column counts.
   */
  counted: readonly F[] | "all";
  /** Whether the rows of several requests may be read as one batch: what came later then holds. */
  joinable: "always" | "never" | { withField: F };
}

const when = { at: "moment", date: "moment", time: "moment" } as const;
const whenNeeded = ["at", "date"] as const;
const whenCounted = ["at", "date", "time"] as const;

/** What each kind of row holds, in the words of docs/data-formats.md. */
export const rowFields: { [K in BatchKind]: RowFields<FieldOf<K>> } = {
  purchases: {
    values: {
      ...when,
      ...{ receipt: "code", line: "code", store: "code", customer: "code", product: "code" },
      ...{ store_name: "text", product_name: "text", category: "text" },
      ...{ quantity: "number", amount: "number", unit_price: "number" },
      ...{ channel: "code", fulfilment: "code", kind: "code", currency: "code" },
    },
    needs: [["store"], ["product"], whenNeeded, ["amount", "unit_price"], ["receipt", "customer"]],
    counted: [...whenCounted, "receipt", "line", "quantity", "amount", "unit_price", "kind"],
    joinable: { withField: "line" },
  },
  interactions: {
    values: {
      ...when,
      ...{ interaction: "code", customer: "code", store: "code", product: "code" },
      ...{ kind: "code", direction: "code", mode: "code", channel: "code" },
      ...{ resolved_first: "flag", transferred: "flag", text: "long" },
    },
    needs: [["customer"], ["kind"], whenNeeded],
    counted: [...whenCounted, "interaction"],
    joinable: "always",
  },
  survey_invitations: {
    values: {
      ...when,
      ...{ invitation: "code", customer: "code", survey: "code", channel: "code", stratum: "code", random: "flag" },
    },
    needs: [["customer"], whenNeeded],
    counted: [...whenCounted, "invitation"],
    joinable: "always",
  },
  survey_responses: {
    values: {
      ...when,
      ...{ response: "code", customer: "code", store: "code", survey: "code", invitation: "code" },
      ...{ score: "number", comment: "long" },
    },
    needs: [["customer"], ["score"], whenNeeded],
    counted: [...whenCounted, "response"],
    joinable: "always",
  },
  persona_answers: {
    values: {
      ...when,
      ...{ answer: "code", customer: "code", persona: "code", prejudices: "text", attention: "text", advice: "text" },
      ...{ time_value: "text", obstacle: "text", tone: "text", pace: "text", text: "long" },
    },
    needs: [["customer"], whenNeeded],
    counted: [...whenCounted, "answer"],
    joinable: "always",
  },
  customers: {
    values: {
      ...{ customer: "code", email: "text", email_verified: "flag", phone: "code", card: "code", web: "code" },
      ...{ home_area: "code", consent_email: "consent", consent_phone: "consent", consent_sms: "consent" },
      ...{ consent_post: "consent", consent_app: "consent", consent_on: "moment" },
    },
    needs: [["customer", "email", "phone", "card", "web"]],
    counted: "all",
    joinable: "always",
  },
  stores: {
    values: {
      ...{ store: "code", name: "text", zone: "code", lat: "number", lon: "number", region: "text", format: "text" },
      ...{ hours: "text", opened_on: "moment", closed_on: "moment", successor: "code" },
    },
    needs: [["store"]],
    counted: "all",
    joinable: "always",
  },
  products: {
    values: { product: "code", name: "text", category: "text", merchandise: "flag", successor: "code" },
    needs: [["product"]],
    counted: "all",
    joinable: "always",
  },
  stock: {
    values: {
      ...{ store: "code", product: "code", date: "moment", until: "moment", in_stock: "flag", quantity: "number" },
    },
    needs: [["store"], ["product"], ["date"], ["in_stock", "quantity"]],
    counted: "all",
    joinable: "always",
  },
  changes: {
    values: {
      ...{ change: "code", title: "text", moved: "code", kind: "code", state: "code", start: "moment", end: "moment" },
      ...{ store: "code", product: "code", category: "text", channel: "code", fulfilment: "code", hours: "text" },
      ...{ hypothesis: "long", gain: "text", tags: "text", links: "text" },
    },
    needs: [["change"]],
    counted: "all",
    joinable: "never",
  },
  change_customers: {
    values: { change: "code", customer: "code" },
    needs: [["change"], ["customer"]],
    counted: "all",
    joinable: "always",
  },
};

/** Kinds whose rows may hold `attributes`, kept under their own names. */
export const withAttributes: readonly BatchKind[] = ["customers", "products"];

/** The fields of a kind, for code that does not know which kind it has. */
export function fieldsFor(kind: BatchKind): RowFields<string> {
  return rowFields[kind] as unknown as RowFields<string>;
}
