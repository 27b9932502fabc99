import type { inferRouterInputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/router";

type RecordInput = inferRouterInputs<AppRouter>["changes"]["recordChange"];

/** What the form says, before products that were typed are looked up. */
export type ChangeForm = Omit<RecordInput, "as" | "scope"> & {
  scope: Required<RecordInput["scope"]>;
  /** References or names of products, as typed. */
  typed: string[];
};

/** Reads the fields of the form, as sent or as they stand in an address. Unknown words are left to the schema. */
export function readForm(entries: Iterable<[string, unknown]>, currency: string): ChangeForm {
  const said = new Map<string, string>();
  for (const [name, value] of entries) if (typeof value === "string") said.set(name, value.trim());
  const text = (name: string) => said.get(name) || undefined;
  return {
    title: said.get("title") ?? "",
    moved: (text("moved") ?? "store") as ChangeForm["moved"],
    kind: (text("kind") ?? "other") as ChangeForm["kind"],
    scope: readScope(said),
    typed: commas(text("products")),
    start: text("start"),
    end: text("end"),
    hypothesis: text("hypothesis"),
    gainMinor: minor(text("gain"), currency),
    ownerId: text("owner") ? Number(text("owner")) : undefined,
    tags: commas(text("tags")),
    links: (text("links") ?? "").split(/\s+/).filter(Boolean),
  };
}

function readScope(said: ReadonlyMap<string, string>): ChangeForm["scope"] {
  const ticked = (prefix: string) =>
    [...said.keys()].filter((name) => name.startsWith(`${prefix}-`)).map((name) => name.slice(prefix.length + 1));
  const hours = said.get("hoursFrom") && said.get("hoursTo") ? [`${said.get("hoursFrom")}-${said.get("hoursTo")}`] : [];
  return {
    stores: ticked("store").map((id) => ({ id: Number(id), startOn: said.get(`wave-${id}`) || undefined })),
    products: [],
    categories: ticked("category").map(Number),
    channels: ticked("channel") as ChangeForm["scope"]["channels"],
    fulfilments: ticked("fulfilment") as ChangeForm["scope"]["fulfilments"],
    hours,
    segments: ticked("segment") as ChangeForm["scope"]["segments"],
  };
}

function commas(text: string | undefined): string[] {
  return (text ?? "").split(/[,;\n]/).flatMap((part) => part.trim() || []);
}

/** An amount of a number field in minor units of the currency. */
function minor(text: string | undefined, currency: string): number | undefined {
  const amount = Number(text ?? Number.NaN);
  return Number.isFinite(amount) ? Math.round(amount * 10 ** minorDigits(currency)) : undefined;
}

/** Digits after the point in a currency: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
