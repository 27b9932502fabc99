import { and, eq } from "drizzle-orm";
import { customer } from "@/db/schema";
import type { Scope } from "../scope";
import type { PersonTraits } from "./fill-person";

/** What a customer's own row says. */
export async function readTraits({ db, workspaceId }: Scope, customerId: number): Promise<PersonTraits> {
  const [row] = await db
    .select({
      reference: customer.reference,
      homeArea: customer.homeArea,
      attributes: customer.attributes,
      consent: customer.consent,
    })
    .from(customer)
    .where(and(eq(customer.workspaceId, workspaceId), eq(customer.customerId, customerId)))
    .for("update");
  if (!row) throw new Error(`customer ${customerId} is not there`);
  return row;
}

export async function writeTraits({ db, workspaceId }: Scope, customerId: number, traits: PersonTraits): Promise<void> {
  await db
    .update(customer)
    .set(traits)
    .where(and(eq(customer.workspaceId, workspaceId), eq(customer.customerId, customerId)));
}
