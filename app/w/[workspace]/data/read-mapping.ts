import { type batchKinds, fieldsOf, mappingParts } from "@/server/ingest/schema";

type Kind = (typeof batchKinds)[number];
type Text = (name: string) => string;

/** The mapping that a sent form says, over what the form does not ask about. */
export function readMapping(
  kind: Kind,
  form: FormData,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const text: Text = (name) => String(form.get(name) ?? "").trim();
  const chosen = fieldsOf[kind].flatMap((field) => {
    const column = text(`column-${field}`);
    return column === "" ? [] : [[field, column] as const];
  });
  const { delimiter: _, refund: __, zone: ___, referencesOf: ____, categories: _____, ...kept } = before;
  const mapping: Record<string, unknown> = {
    ...kept,
    columns: Object.fromEntries(chosen),
    dateFormat: text("dateFormat") || "ISO",
    decimal: text("decimal") === "," ? "," : ".",
    thousands: String(form.get("thousands") ?? ""),
    encoding: text("encoding") || "utf-8",
    ...(text("zone") !== "" && { zone: text("zone") }),
    ...readParts(kind, text),
  };
  if (kind !== "purchases") return mapping;
  const refund = readRefund(text("refund"), text("refundPrefix"), text("refundColumn"), text("refundValues"));
  return {
    ...mapping,
    ...(refund && { refund }),
    constants: { ...recordOf(before.constants), ...constantsOf(["store", "channel"], text) },
    notMerchandise: { ...recordOf(before.notMerchandise), codes: listOf(text("notMerchandise")) },
    wholeReceipts: form.get("wholeReceipts") === "on",
  };
}

/** What only some kinds have. */
function readParts(kind: Kind, text: Text): Record<string, unknown> {
  const { identity, categories, attributes, constants } = mappingParts[kind];
  const paths = listOf(text("categories"));
  return {
    ...(text("referencesOf") !== "" && { referencesOf: text("referencesOf") }),
    ...(identity && { identity: text("identity") || "reference" }),
    ...(categories && paths.length > 0 && { categories: paths }),
    ...(attributes && { attributes: listOf(text("attributes")) }),
    ...(constants.length > 0 && { constants: constantsOf(constants, text) }),
  };
}

function readRefund(rule: string, prefix: string, column: string, values: string): Record<string, unknown> | null {
  if (rule === "prefix" && prefix !== "") return { prefix };
  if (rule === "column" && column !== "") return { column, values: listOf(values) };
  return rule === "sign" ? { sign: true } : null;
}

function constantsOf(names: readonly string[], text: Text): Record<string, string> {
  const said = names.map((name) => [name, text(`constant-${name}`)] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== ""));
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function listOf(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
