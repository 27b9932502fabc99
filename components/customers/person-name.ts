import type { getTranslations } from "next-intl/server";

type Words = Awaited<ReturnType<typeof getTranslations<"customers">>>;

/** What a person is called here: the source's reference, else the number of the customer. */
export function personName(person: { id: number; reference: string | null }, t: Words): string {
  return person.reference ?? t("unnamed", { id: String(person.id) });
}

/** What is known of a person in a few words: the values of their attributes that are words or numbers. */
export function knownOf(attributes: Record<string, unknown>): { name: string; value: string }[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => ({ name, value: typeof value === "object" ? JSON.stringify(value) : String(value) }));
}
