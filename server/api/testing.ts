import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BatchKind } from "@/db/schema";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { type KeyScope, keyScopes } from "../auth/permissions";
import { importUploaded } from "../ingest/jobs";
import { testShop } from "../ingest/testing";
import { queues } from "../jobs/queues";
import type { Handlers } from "../jobs/run";
import { runChain } from "../jobs/run-chain";
import { inWorkspace } from "../scope";
import { handleApi } from "./handle";
import { mostWaiting } from "./limits";
import { makeKey } from "./make-key";
import { fieldsFor } from "./row-fields";
import type { Desk } from "./take-rows";

export const at = new Date("2026-11-21T09:00:00Z");
export const json = { "content-type": "application/json" };
export const ndjson = { "content-type": "application/x-ndjson" };

/** Imports, and nothing of what follows from them. */
const idle = Object.fromEntries(queues.map((queue) => [queue, async () => {}])) as unknown as Handlers;
const handlers: Handlers = { ...idle, import: importUploaded };

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  /** Absent: the house's own key; null: none. */
  key?: string | null;
  body?: BodyInit;
  now?: Date;
  address?: string;
  desk?: Partial<Desk>;
}

export interface Told {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & { error?: { code: string; message: string; row?: number; field?: string } };
}

const most = { files: mostWaiting, bytes: 1024 ** 3 };

/** Two workspaces of one database, with keys, and the handler before them. */
export async function testHouse() {
  const database = await testDatabase();
  const shop = await testShop(database, "api");
  const rival = await testShop(database, "rival");
  const folder = mkdtempSync(path.join(tmpdir(), "triptych-api-"));
  const spoolPath = (workspaceId: number, token: string) => path.join(folder, String(workspaceId), token);
  const [key, rivalKey] = [await newKey(database, shop.workspaceId), await newKey(database, rival.workspaceId)];
  return {
    ...{ database, shop, rival, key, rivalKey, spoolPath },
    newKey: (scopes: KeyScope[]) => newKey(database, shop.workspaceId, scopes),
    /** One request, as the site's route hands it on. */
    async ask(address: string, asked: Asked = {}): Promise<Told> {
      const { method = asked.body === undefined ? "GET" : "POST", body, desk } = asked;
      const sent = asked.key === undefined ? key : asked.key;
      const headers = { ...asked.headers, ...(sent !== null && { authorization: `Bearer ${sent}` }) };
      const request = new Request(`http://site${address}`, {
        ...{ method, headers, ...(body !== undefined && { body, duplex: "half" }) },
      } as RequestInit);
      const own = { db: database.app.db, now: () => asked.now ?? at, spoolPath, most };
      const response = await handleApi(request, asked.address ?? "192.0.2.1", { ...own, ...desk });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
    },
    /** Imports all that waits for a workspace. */
    work: (workspaceId = shop.workspaceId) => runChain(shop.workshop, workspaceId, handlers),
    /** A desk whose disk is full. */
    onFullDisk: (): Partial<Desk> => {
      const file = path.join(folder, randomUUID());
      symlinkSync("/dev/full", file);
      return { spoolPath: () => file };
    },
    /** Files that wait. */
    spooled: () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length,
    async end() {
      rmSync(folder, { recursive: true, force: true });
      await database.drop();
    },
  };
}
export type TestHouse = Awaited<ReturnType<typeof testHouse>>;

async function newKey(database: TestDatabase, workspaceId: number, scopes: KeyScope[] = [...keyScopes]) {
  const actor = { kind: "command", name: "test" } as const;
  const made = await inWorkspace(database.app.db, { workspaceId, actor, now: at }, (scope) =>
    makeKey(scope, { name: "Tills", scopes }),
  );
  return made.key;
}

/** The n-th line of a receipt, complete. */
export function purchase(n: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  const ids = { receipt: `T-${n}`, line: `T-${n}-1`, store: "LYD", customer: `C${n}`, product: "P0042" };
  return { ...ids, at: "2024-03-01 10:24:00", quantity: 1, amount: "89.00", ...more };
}

const samples = {
  code: "A1",
  text: "words",
  long: "words",
  number: 5,
  flag: true,
  consent: "opposed",
  moment: "2024-03-01",
} as const;

/** The least row that a kind takes. */
export function sampleRow(kind: BatchKind): Record<string, unknown> {
  const { needs, values } = fieldsFor(kind);
  const fields = needs.map((group) => group[0] ?? "");
  return Object.fromEntries(fields.map((field) => [field, samples[values[field] ?? "text"]]));
}

export const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
