import type { FormStart } from "@/components/changes/change-form";
import type { ChangePage, Choices } from "@/server/changes/shown";
import { minorDigits, readForm } from "./read-form";

/** The form as the address says it (a link, or "Whom does it touch?" without a script); else empty, beginning today. */
export function startFromAddress(said: URLSearchParams, choices: Choices): FormStart {
  const { scope, ...fields } = readForm(said, choices.currency);
  return {
    title: fields.title,
    moved: fields.moved,
    kind: said.get("kind") ?? "moved",
    ...scope,
    products: fields.typed.join(", "),
    hours: scope.hours[0],
    start: said.has("start") ? (fields.start ?? "") : choices.presentDay,
    end: fields.end ?? "",
    hypothesis: fields.hypothesis ?? "",
    gain: said.get("gain") ?? "",
    ownerMember: said.get("owner") ?? "",
    tags: fields.tags?.join(", ") ?? "",
    links: fields.links?.join("\n") ?? "",
  };
}

/** The form of a change as it stands. */
export function startFromChange({ fields, scope }: ChangePage, choices: Choices): FormStart {
  return {
    title: fields.title,
    moved: fields.moved,
    kind: fields.kind,
    stores: fields.scope.stores,
    categories: fields.scope.categories,
    products: scope.products.map((product) => product.code).join(", "),
    channels: fields.scope.channels,
    fulfilments: fields.scope.fulfilments,
    hours: fields.scope.hours[0],
    segments: fields.scope.segments,
    start: fields.start ?? "",
    end: fields.end ?? "",
    hypothesis: fields.hypothesis ?? "",
    gain: fields.gainMinor === undefined ? "" : String(fields.gainMinor / 10 ** minorDigits(choices.currency)),
    ownerMember: String(choices.members.find((one) => one.userId === fields.ownerId)?.memberId ?? ""),
    tags: fields.tags.join(", "),
    links: fields.links.join("\n"),
  };
}

/** What an address says, each name once. */
export function addressOf(query: Record<string, string | string[] | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
