import { createHash, randomUUID } from "node:crypto";
import path from "node:path";
import type { Database } from "@/db/client";
import type { BatchKind } from "@/db/schema";
import { databaseFault } from "../database-fault";
import { Limit } from "../errors";
import { roomIn, type Waiting } from "../ingest/upload-room";
import { inWorkspace, type Scope } from "../scope";
import type { AdmittedKey } from "./admit";
import { answerOnce } from "./answer-once";
import { limits, waitSeconds } from "./limits";
import { queueRows } from "./queue-rows";
import { bodyKind, readRows, type Told } from "./read-rows";
import { Refusal, shownValue } from "./refusal";
import { Spool } from "./spool";
import { requestQuery, type Taken } from "./wire-schema";

/** Where the handler works: the application's login, the clock, the folder of what waits to be imported. */
export interface Desk {
  db: Database;
  now(): Date;
  /** Where a file lies until it is imported; `token` is a UUID of ours. */
  spoolPath(workspaceId: number, token: string): string;
  /** What may wait in that folder. */
  most: Waiting;
}

/** Takes the rows of one request: all of them or none. Throws Refusal with the first fault. */
export async function takeRows(desk: Desk, key: AdmittedKey, kind: BatchKind, request: Request): Promise<Taken> {
  const asked = queryOf(request.url);
  const body = bodyKind(request.headers);
  const token = idempotencyKey(request.headers);
  if (body === "ndjson" && asked.source === undefined) throw new Refusal("source", {}, { field: "source" });
  const digest = createHash("sha256").update(`${kind}\n${JSON.stringify(asked)}\n${body}\n`);
  const name = randomUUID();
  const target = desk.spoolPath(key.workspaceId, name);
  await checkRoom(path.dirname(target), desk.most, request.headers, body);
  const spool = await Spool.open(target, kind);
  let isKept = false;
  try {
    const onBytes = (bytes: Buffer) => void (token !== null && digest.update(bytes));
    const told = both(asked, await readRows(request, body, { kind, spool, onBytes }));
    if (spool.rows === 0 && told.completeThrough === undefined) throw new Refusal("noRows");
    const file = `api-${name.slice(0, 8)}`;
    const rows = { ...(await spool.finish()), ...told, kind, path: spool.path, file };
    const actor = { kind: "key", keyId: key.keyId, name: key.name } as const;
    const take = async (scope: Scope) => taken(await queueRows(scope, rows), rows);
    const { answer, isRepeated } = await inWorkspace(
      desk.db,
      { workspaceId: key.workspaceId, actor, now: desk.now() },
      async (scope) =>
        token === null
          ? { answer: await take(scope), isRepeated: false }
          : answerOnce(scope, { keyId: key.keyId, token, fingerprint: digest.digest("hex") }, () => take(scope)),
    );
    isKept = !isRepeated;
    return answer;
  } catch (error) {
    // It may have been committed though nobody could say so: then the import reads the file; else it is swept.
    isKept = databaseFault(error)?.code === "databaseGone";
    throw error;
  } finally {
    if (!isKept) await spool.discard();
  }
}

/** A body that does not say its size counts as the largest there may be. */
async function checkRoom(folder: string, most: Waiting, headers: Headers, body: "json" | "ndjson"): Promise<void> {
  const declared = headers.get("content-length");
  const bytes = declared === null ? limits[`${body}Bytes`] : Number(declared);
  await roomIn(folder, most, { files: 1, bytes }).catch((error: unknown) => {
    if (!(error instanceof Limit)) throw error;
    throw new Refusal("tooMuchWaits", { seconds: waitSeconds }, {}, { "retry-after": String(waitSeconds) });
  });
}

function taken(batchId: number, { rows, file }: { rows: number; file: string }): Taken {
  return { import: batchId, rows, file, status: `/api/v1/imports/${batchId}` };
}

function queryOf(url: string): Told {
  const { searchParams } = new URL(url);
  const names = [...searchParams.keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Refusal("parameter", { name: twice.slice(0, 80) }, { field: twice.slice(0, 80) });
  const parsed = requestQuery.safeParse(Object.fromEntries(searchParams));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path[0]).slice(0, 80);
  if (name === "source") throw new Refusal("source", {}, { field: name });
  if (name === "complete_through") throw new Refusal("completeThrough", {}, { field: name });
  throw new Refusal("parameter", { name }, { field: name });
}

/** What address and body say together; a body may say what the address leaves open. */
function both(asked: Told, told: Told): { source: string; completeThrough: string | undefined } {
  for (const name of ["source", "complete_through"] as const) {
    if (asked[name] !== undefined && told[name] !== undefined && asked[name] !== told[name]) {
      const values = { name, one: shownValue(asked[name]), other: shownValue(told[name]) };
      throw new Refusal("saidTwice", values, { field: name });
    }
  }
  const source = asked.source ?? told.source;
  if (source === undefined) throw new Refusal("source", {}, { field: "source" });
  return { source, completeThrough: asked.complete_through ?? told.complete_through };
}

function idempotencyKey(headers: Headers): string | null {
  const token = headers.get("idempotency-key");
  if (token !== null && !/^[\x21-\x7e]{1,200}$/.test(token)) throw new Refusal("idempotencyKey");
  return token;
}
