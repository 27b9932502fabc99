import type { getTranslations } from "next-intl/server";

type Words = Awaited<ReturnType<typeof getTranslations<"customers">>>;

/** What a person is called here: the source's reference, else the number of the customer. */
export function personName(person: { id: number; reference: string | null }, t: Words): string {
  return person.reference ?? t("unnamed", { id: String(person.id) });
}

/** What is known of a person: names and values of their attributes in words, those that say something. */
export function knownOf(attributes: Record<string, unknown>, t: Words): { name: string; value: string }[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => ({ name: name.replaceAll("_", " "), value: inWords(value, t) }));
}

function inWords(value: unknown, t: Words): string {
  if (typeof value === "object") return JSON.stringify(value);
  const said = String(value);
  return said === "true" || said === "false" ? t(`known.${said}`) : said;
}

/** A person's attributes in one breath: "first name Léa, loyalty card yes". */
export function knownBriefly(attributes: Record<string, unknown>, t: Words): string {
  return knownOf(attributes, t)
    .map(({ name, value }) => `${name} ${value}`)
    .join(", ");
}
