import { interactionFields, purchaseFields, responseFields } from "@/server/ingest/schema";

/** Fields whose columns the form asks for, by kind of file. */
export const formFields = {
  purchases: purchaseFields,
  survey_responses: responseFields,
  interactions: interactionFields,
} as const;
export type FormKind = keyof typeof formFields;

/** The mapping that a sent form says, over what the form does not ask about. */
export function readMapping(
  kind: FormKind,
  form: FormData,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const chosen = formFields[kind].flatMap((field) => {
    const column = text(`column-${field}`);
    return column === "" ? [] : [[field, column] as const];
  });
  const { delimiter: _, refund: __, zone: ___, ...kept } = before;
  const mapping: Record<string, unknown> = {
    ...kept,
    columns: Object.fromEntries(chosen),
    dateFormat: text("dateFormat") || "ISO",
    decimal: text("decimal") === "," ? "," : ".",
    thousands: String(form.get("thousands") ?? ""),
    encoding: text("encoding") || "utf-8",
    ...(text("zone") !== "" && { zone: text("zone") }),
  };
  if (kind !== "purchases") return mapping;
  const refund = readRefund(text("refund"), text("refundPrefix"), text("refundColumn"), text("refundValues"));
  return {
    ...mapping,
    ...(refund && { refund }),
    constants: { ...recordOf(before.constants), ...constantsOf(text) },
    notMerchandise: { ...recordOf(before.notMerchandise), codes: listOf(text("notMerchandise")) },
    wholeReceipts: form.get("wholeReceipts") === "on",
  };
}

function readRefund(rule: string, prefix: string, column: string, values: string): Record<string, unknown> | null {
  if (rule === "prefix" && prefix !== "") return { prefix };
  if (rule === "column" && column !== "") return { column, values: listOf(values) };
  return rule === "sign" ? { sign: true } : null;
}

function constantsOf(text: (name: string) => string): Record<string, string> {
  const said = (["store", "channel"] as const).map((name) => [name, text(`constant-${name}`)] as const);
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
