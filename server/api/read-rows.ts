import { setImmediate } from "node:timers/promises";
import type { BatchKind } from "@/db/schema";
import { checkRow } from "./check-row";
import { limits } from "./limits";
import { jsonBody, ndjsonLines, parsed } from "./read-body";
import { Refusal } from "./refusal";
import type { Spool } from "./spool";
import { bodyFrame } from "./wire-schema";

export type BodyKind = "json" | "ndjson";

/** What a JSON body says beside its rows. */
export type Told = { source?: string | undefined; complete_through?: string | undefined };

const rowsPerSlice = 500;

/** How a request's body is to be read. Throws Refusal for one that is neither JSON nor NDJSON, or is packed. */
export function bodyKind(headers: Headers): BodyKind {
  const packed = headers.get("content-encoding") ?? "identity";
  if (packed.toLowerCase() !== "identity") throw new Refusal("contentEncoding", { encoding: packed.slice(0, 40) });
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  const charset = parameters.map((one) => /^\s*charset="?([^"]*)"?\s*$/.exec(one)?.[1]).find((one) => one);
  if (charset === undefined || charset === "utf-8" || charset === "utf8") {
    if (type.trim() === "application/json") return "json";
    if (["application/x-ndjson", "application/ndjson", "application/jsonl"].includes(type.trim())) return "ndjson";
  }
  throw new Refusal("contentType", { type: (headers.get("content-type") ?? "").slice(0, 80) });
}

/** Checks the rows of a body and writes them down, a slice at a time. */
export async function readRows(
  request: Request,
  body: BodyKind,
  { kind, spool, onBytes }: { kind: BatchKind; spool: Spool; onBytes(bytes: Buffer): void },
): Promise<Told> {
  const add = (value: unknown) => {
    if (spool.rows >= limits.rows) throw new Refusal("tooManyRows", { max: limits.rows });
    spool.add(checkRow(kind, value, spool.rows + 1));
  };
  if (body === "ndjson") {
    for await (const lines of ndjsonLines(request, onBytes)) {
      for (const line of lines) if (line.trim() !== "") add(parsed(line, spool.rows + 1));
      await spool.settle();
    }
    return {};
  }
  const { rows, ...told } = framed(await jsonBody(request, onBytes));
  for (let at = 0; at < rows.length; at += rowsPerSlice) {
    for (const row of rows.slice(at, at + rowsPerSlice)) add(row);
    await spool.settle();
    await setImmediate();
  }
  return told;
}

function framed(value: unknown): Told & { rows: unknown[] } {
  if (Array.isArray(value)) return { rows: value };
  const frame = bodyFrame.safeParse(value);
  if (frame.success) return frame.data;
  const [name] = frame.error.issues[0]?.path ?? [];
  if (name === "source") throw new Refusal("source", {}, { field: "source" });
  if (name === "complete_through") throw new Refusal("completeThrough", {}, { field: "complete_through" });
  throw new Refusal("notRows");
}
