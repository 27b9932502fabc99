import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { BatchKind, FileRole } from "../../db/schema";
import { Invalid } from "../../server/errors";
import { batchKinds } from "../../server/ingest/schema";

export interface ImportArguments {
  workspace: string;
  source: string;
  kind: BatchKind;
  mapping: unknown;
  files: { role: FileRole; path: string }[];
  completeThrough: string | undefined;
  batchSize: number | undefined;
  run: boolean;
  create: { name: string; currency: string; tz: string } | undefined;
  admin: string | undefined;
  /** The administrator's address is known to have an account of theirs. */
  adminExists: boolean;
  /** Pins the workspace's today (D8), for data that end in the past. */
  today: string | undefined;
  /** The source's purchases are a sample of lines: no rhythm is read from them. */
  sampleOfLines: boolean;
}

/** Reads the command line; throws Invalid with one sentence. */
export function readArguments(args: string[]): ImportArguments {
  const { values, positionals } = parse(args);
  const { workspace, source } = values;
  if (!workspace || !source || positionals.length === 0) throw new Invalid("ingest.usage");
  const kind = batchKinds.find((known) => known === (values.kind ?? "purchases"));
  if (!kind) throw new Invalid("ingest.kind", { value: values.kind ?? "", known: batchKinds.join(", ") });
  const related = (values.related ?? []).map(readRelated);
  const completeThrough = readDay(values["complete-through"]);
  return {
    workspace,
    source,
    kind,
    mapping: values.mapping === undefined ? undefined : readMapping(values.mapping),
    files: [...related, ...positionals.map((path) => ({ role: "facts" as const, path }))],
    completeThrough,
    batchSize: values["batch-size"] === undefined ? undefined : Math.max(1, Number(values["batch-size"]) || 1),
    run: !values["no-run"],
    create: values.create === undefined ? undefined : readCreate(values.create),
    admin: values.admin,
    adminExists: values["admin-exists"] ?? false,
    today: readDay(values.today),
    sampleOfLines: values["sample-of-lines"] ?? false,
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        workspace: text,
        source: text,
        kind: text,
        mapping: text,
        related: { type: "string", multiple: true },
        "complete-through": text,
        "batch-size": text,
        "no-run": { type: "boolean" },
        create: text,
        admin: text,
        "admin-exists": { type: "boolean" },
        today: text,
        "sample-of-lines": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new Invalid("ingest.option", { why: error instanceof Error ? (error.message.split(". ")[0] ?? "") : "" });
  }
}

function readRelated(value: string): { role: FileRole; path: string } {
  const cut = value.indexOf("=");
  const role = (["stores", "products", "customers"] as const).find((known) => known === value.slice(0, cut));
  if (!role || cut === value.length - 1) throw new Invalid("ingest.related", { value });
  return { role, path: value.slice(cut + 1) };
}

function readMapping(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "it cannot be opened";
    throw new Invalid("ingest.mappingFile", { file, why });
  }
}

function readCreate(value: string): { name: string; currency: string; tz: string } {
  const [name = "", currency = "", tz = ""] = value.split(",").map((part) => part.trim());
  if (name === "" || !/^[A-Z]{3}$/.test(currency) || !isZone(tz)) throw new Invalid("ingest.create", { value });
  return { name, currency, tz };
}

function readDay(value: string | undefined): string | undefined {
  if (value === undefined || z.iso.date().safeParse(value).success) return value;
  throw new Invalid("ingest.day", { value });
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
