import type { BatchKind } from "@/db/schema";
import { importProducts, importStores } from "./import-catalogue";
import { importChangeCustomers } from "./import-change-customers";
import { importChanges } from "./import-changes";
import { importCustomers } from "./import-customers";
import { importInteractions, importInvitations, importPersonaAnswers, importResponses } from "./import-facts";
import { importPurchases } from "./import-purchases";
import { importStock } from "./import-stock";
import type { Imported, ImportTask } from "./import-task";
import type { Mapping } from "./mapping";

interface Importer {
  /** Reads, checks and merges the files of one batch; all of it in the task's transaction. */
  run(task: ImportTask): Promise<Imported>;
  /** The tables that it fills. */
  writes: readonly string[];
}

const people = ["customer", "identity", "touched_customer"] as const;

/** How each kind of batch is imported; the batch's mapping was parsed for the same kind. */
export const importers: Record<BatchKind, Importer> = {
  purchases: importer(importPurchases, "purchase_line", "product", "store", "store_day", ...people),
  customers: importer(importCustomers, "customer_join", "overwritten_value", ...people),
  survey_invitations: importer(importInvitations, "survey_invitation", ...people),
  survey_responses: importer(importResponses, "survey_response", "verbatim", ...people),
  persona_answers: importer(importPersonaAnswers, "persona_answer", "verbatim", ...people),
  interactions: importer(importInteractions, "interaction", "verbatim", ...people),
  stores: importer(importStores, "store", "store_day", "touched_customer"),
  products: importer(importProducts, "product", "touched_customer"),
  stock: importer(importStock, "stock_interval", "store", "product"),
  changes: importer(importChanges, "change", "change_scope"),
  change_customers: importer(importChangeCustomers, "change_customer"),
};

function importer<M extends Mapping>(run: (task: ImportTask<M>) => Promise<Imported>, ...writes: string[]): Importer {
  return { run: (task) => run(task as ImportTask<M>), writes };
}
