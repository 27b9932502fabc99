import { getTableConfig } from "drizzle-orm/pg-core";
import { interaction, personaAnswer, purchaseLine, surveyInvitation, surveyResponse, verbatim } from "@/db/schema";

const facts = [purchaseLine, interaction, surveyInvitation, surveyResponse, personaAnswer].map(nameAndColumns);

/** Tables whose rows came with an identity: purchases, contacts, invitations, answers. */
export const factTables: readonly PersonTable[] = facts;
export const verbatimTable: PersonTable = nameAndColumns(verbatim);

export interface PersonTable {
  name: string;
  /** All columns but `workspace_id` and `customer_id`, for a list in SQL. */
  columns: string;
}

function nameAndColumns(table: Parameters<typeof getTableConfig>[0]): PersonTable {
  const { name, columns } = getTableConfig(table);
  const own = columns.map((column) => column.name).filter((column) => !/^(workspace|customer)_id$/.test(column));
  return { name, columns: own.join(", ") };
}
