import { z } from "zod";
import { id } from "../trpc/id";

export const batchKinds = [
  "purchases",
  "interactions",
  "survey_invitations",
  "survey_responses",
  "persona_answers",
  "customers",
  "stores",
  "products",
  "stock",
  "changes",
  "change_customers",
] as const;
export const batchStates = ["uploaded", "queued", "reading", "merging", "done", "failed", "undoing", "undone"] as const;
const day = z.iso.date();

/** What a file can tell, in the words that are also the column names of our own format (docs/data-formats.md). */
export const purchaseFields = [
  "receipt",
  "line",
  "at",
  "date",
  "time",
  "store",
  "store_name",
  "customer",
  "product",
  "product_name",
  "category",
  "quantity",
  "amount",
  "unit_price",
  "channel",
  "fulfilment",
  "kind",
  "currency",
] as const;
export const responseFields = [
  "response",
  "customer",
  "at",
  "date",
  "time",
  "score",
  "comment",
  "store",
  "survey",
  "invitation",
] as const;
export const invitationFields = [
  "invitation",
  "customer",
  "at",
  "date",
  "time",
  "survey",
  "channel",
  "stratum",
  "random",
] as const;
export const personaAnswerFields = [
  "answer",
  "customer",
  "at",
  "date",
  "time",
  "persona",
  "prejudices",
  "attention",
  "advice",
  "time_value",
  "obstacle",
  "tone",
  "pace",
  "text",
] as const;
/** A customer, the identities of theirs that a source knows, and what they said about being written to. */
export const customerFields = [
  "customer",
  "email",
  "email_verified",
  "phone",
  "card",
  "web",
  "home_area",
  "consent_email",
  "consent_phone",
  "consent_sms",
  "consent_post",
  "consent_app",
  "consent_on",
] as const;
export const storeFields = [
  "store",
  "name",
  "zone",
  "lat",
  "lon",
  "region",
  "format",
  "hours",
  "opened_on",
  "closed_on",
  "successor",
] as const;
export const productFields = ["product", "name", "category", "merchandise", "successor"] as const;
export const stockFields = ["store", "product", "date", "until", "in_stock", "quantity"] as const;
/** One row per change and item of its scope; rows of one `change` belong together. `start` and `end` of a row that names a store are that store's own. */
export const changeFields = [
  "change",
  "title",
  "moved",
  "kind",
  "state",
  "start",
  "end",
  "store",
  "product",
  "category",
  "channel",
  "fulfilment",
  "hours",
  "hypothesis",
  "gain",
  "tags",
  "links",
] as const;
export const changeCustomerFields = ["change", "customer"] as const;
export const interactionFields = [
  "interaction",
  "customer",
  "at",
  "date",
  "time",
  "kind",
  "direction",
  "mode",
  "channel",
  "store",
  "product",
  "resolved_first",
  "transferred",
  "text",
] as const;

export const fieldsOf = {
  purchases: purchaseFields,
  interactions: interactionFields,
  survey_invitations: invitationFields,
  survey_responses: responseFields,
  persona_answers: personaAnswerFields,
  customers: customerFields,
  stores: storeFields,
  products: productFields,
  stock: stockFields,
  changes: changeFields,
  change_customers: changeCustomerFields,
} as const satisfies Record<(typeof batchKinds)[number], readonly string[]>;

interface MappingParts {
  /** Whether the column `customer` may hold another identity than the source's reference. */
  identity: boolean;
  /** Whether a category path may stand in several columns, and columns may be kept as attributes. */
  categories: boolean;
  attributes: boolean;
  /** Fields that may hold one value for every row. */
  constants: readonly (
    | "kind"
    | "direction"
    | "mode"
    | "channel"
    | "survey"
    | "stratum"
    | "moved"
    | "state"
    | "change"
  )[];
}

const plain: MappingParts = { identity: false, categories: false, attributes: false, constants: [] };

/** What the mapping of each kind says besides its columns and how things are written (mapping.ts has all of it). */
export const mappingParts: Record<(typeof batchKinds)[number], MappingParts> = {
  purchases: { ...plain, identity: true, categories: true },
  interactions: { ...plain, identity: true, constants: ["kind", "direction", "mode", "channel"] },
  survey_invitations: { ...plain, identity: true, constants: ["survey", "channel", "stratum"] },
  survey_responses: { ...plain, identity: true },
  persona_answers: { ...plain, identity: true },
  customers: { ...plain, identity: true, attributes: true },
  stores: plain,
  products: { ...plain, categories: true, attributes: true },
  stock: plain,
  changes: { ...plain, constants: ["moved", "kind", "state"] },
  change_customers: { ...plain, identity: true, constants: ["change"] },
};

export const batchInput = z.object({ id: id("import_batch") });

/** A file that the upload route has written down under `token`. */
export const uploadInput = z.object({
  token: z.uuid(),
  name: z.string().trim().min(1).max(200),
  bytes: z.number().int().positive(),
  source: z.string().trim().max(100),
  kind: z.enum(batchKinds),
});

/** What the mapping form says; columns by field, the rest as the mapping has it. */
export const mappingInput = batchInput.extend({
  mapping: z.record(z.string(), z.unknown()),
  completeThrough: day.optional(),
});

export const sourceInput = z.object({
  id: id("source"),
  expectedEvery: z.number().int().min(1).max(366).nullable(),
  sampleOfLines: z.boolean(),
});

const stayed = ["stores", "products", "changes"] as const;

const shownBatch = z.object({
  id: z.number(),
  source: z.string(),
  kind: z.enum(batchKinds),
  state: z.enum(batchStates),
  files: z.array(z.string()),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
  doneBytes: z.number(),
  totalBytes: z.number(),
  firstDay: day.nullable(),
  lastDay: day.nullable(),
  completeThrough: day.nullable(),
  error: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  report: z.record(z.string(), z.unknown()),
  undoneAt: z.date().nullable(),
  /** Whether it can be taken back now (D6). */
  mayUndo: z.boolean(),
  /** What an undo had to leave, because other rows need it. */
  stayed: z.array(z.object({ what: z.enum(stayed), names: z.array(z.string()) })),
});
export type ShownBatch = z.output<typeof shownBatch>;

export const shownReject = z.object({
  file: z.string(),
  line: z.number(),
  column: z.string(),
  value: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ShownReject = z.output<typeof shownReject>;

const shownSource = z.object({
  id: z.number(),
  name: z.string(),
  completeThrough: day.nullable(),
  stores: z.number(),
  imports: z.number(),
  lastDelivery: z.date().nullable(),
  expectedEvery: z.number().nullable(),
  sampleOfLines: z.boolean(),
});
export type ShownSource = z.output<typeof shownSource>;

export const listOutput = z.object({
  sources: z.array(shownSource),
  batches: z.array(shownBatch),
});

export const oneOutput = z.object({
  batch: shownBatch,
  currency: z.string(),
  step: z.string().nullable(),
  rejects: z.array(shownReject),
  /** Whether values of people are hidden from the reader. */
  hidesPeople: z.boolean(),
});

/** Stands for a value that the reader may not see. */
export const HIDDEN = "•••";

const fault = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) });

/** How sure a suggested column is: it bears the field's name, a known other name, or only its values fit. */
export const certainties = ["sure", "likely", "guess"] as const;

/** What importing the first rows of a file would do, or why it cannot be read. */
export const triedShown = z.union([
  z.object({ fault }),
  z.object({
    whole: z.boolean(),
    report: z.object({
      rows: z.number(),
      kept: z.number(),
      refused: z.number(),
      inserted: z.number(),
      corrected: z.number(),
      replaced: z.number(),
      unchanged: z.number(),
      repeated: z.number(),
      newCustomers: z.number(),
      newStores: z.number(),
      newProducts: z.number(),
      sum: z.string(),
    }),
    rows: z.array(
      z.object({
        line: z.number(),
        outcome: z.enum(["new", "changed", "unchanged", "refused"]),
        said: z.record(z.string(), z.string()),
        changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
        reject: shownReject.optional(),
      }),
    ),
  }),
]);
export type Tried = Exclude<z.output<typeof triedShown>, { fault: unknown }>;

export const mappingOutput = z.object({
  batch: shownBatch,
  currency: z.string(),
  header: z.array(z.string()),
  mapping: z.record(z.string(), z.unknown()),
  /** Sources whose customers, stores and products the file may speak of, besides its own. */
  otherSources: z.array(z.string()),
  /** How sure the suggestion of each field's column was; empty where the mapping is one that was used before. */
  sure: z.record(z.string(), z.enum(certainties)),
  /** Fields whose column holds mostly something else, each with a value that does not fit. */
  contradicts: z.record(z.string(), z.string()),
  /** What the file would do; why it cannot be read with this mapping; or null while that is being tried. */
  dryRun: triedShown.nullable(),
});
export type MappingPage = z.output<typeof mappingOutput>;
